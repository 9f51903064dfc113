import { expect, test } from "vitest";
import type { Executor } from "./executor";
import { inNamespace } from "./executor-namespace";

test("a call runs in the executor's own namespace, in the one that it names, or in the kernel's first", async () => {
  const places: (string | null | undefined)[] = [];
  const kernel: Executor = {
    kernel: "a kernel for tests",
    namespacePrefix: "dt-0000-",
    run: async (_argv, options) => {
      places.push(options?.namespace);
      return { status: 0, stdout: "", stderr: "" };
    },
    stream: () => Promise.reject(new Error("Nothing is streamed here.")),
  };
  const bound = inNamespace(kernel, "sw-1");
  await bound.run(["true"]);
  await bound.run(["true"], { namespace: "m-7-1-21" });
  await bound.run(["true"], { namespace: null });
  expect(places).toEqual(["sw-1", "m-7-1-21", null]);
  expect(bound.namespacePrefix).toBe("dt-0000-");
});
