import { expect, it } from "vitest";
import type { StreamHandle } from "./executor";
import { inNamespaceArgv, localExecutor } from "./executor-local";

const executor = localExecutor();

it("gives output, errors and exit status of a command", async () => {
  const result = await executor.run(["sh", "-c", "echo out; echo err >&2; exit 3"]);
  expect(result).toEqual({ status: 3, stdout: "out\n", stderr: "err\n" });
});

it("passes arguments as they are, never through a shell", async () => {
  const { stdout } = await executor.run(["printf", "%s|", "a b", "$HOME", "*", ""]);
  expect(stdout).toBe("a b|$HOME|*||");
});

it("gives standard input whole, and survives a command that does not read it", async () => {
  const text = "x".repeat(300_000);
  expect((await executor.run(["wc", "-c"], { stdin: text })).stdout.trim()).toBe("300000");
  expect((await executor.run(["true"], { stdin: text })).status).toBe(0);
});

it("ends a command whose time is over and says which signal did it", async () => {
  expect((await executor.run(["sleep", "60"], { timeoutMs: 50 })).status).toBe(128 + 15);
});

it("says 127 for a program that is not there", async () => {
  const result = await executor.run(["no-such-program-here"]);
  expect(result.status).toBe(127);
  expect(result.stderr).toContain("no-such-program-here");
});

it("streams output as it is made and ends when asked", async () => {
  const status = await new Promise<number>((resolve, reject) => {
    let handle: Promise<StreamHandle> | null = null;
    handle = executor.stream(["sh", "-c", "echo first; exec sleep 60"], {
      onStdout(chunk) {
        expect(chunk.toString()).toBe("first\n");
        handle?.then((running) => running.stop(), reject);
      },
      onEnd: resolve,
    });
  });
  expect(status).toBe(128 + 15);
});

it("enters a namespace through ip, with the command's words untouched", () => {
  expect(inNamespaceArgv(["tc", "qdisc"], "sw-1")).toEqual(["ip", "netns", "exec", "sw-1", "tc", "qdisc"]);
  expect(inNamespaceArgv(["tc", "qdisc"], undefined)).toEqual(["tc", "qdisc"]);
});
