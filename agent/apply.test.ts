import { describe, expect, test } from "vitest";
import { applyOperations } from "./apply";
import type { Executor, RunResult } from "./executor";
import type { Operation } from "./operation";
import { mapEntry, portNumber } from "./protocol";
import { defaultDrop } from "./rules";
import { entryScope, portScope } from "./scope";

const scope = (port: number) => portScope(portNumber.parse(port));
const entryOf = (port: number, segment: number) =>
  mapEntry.parse({
    kind: "attachment",
    key: `${port}/${segment}`,
    port,
    clientVlan: 10,
    hostTag: 1,
    customerTag: 1,
    segment,
  });
const vlan = (port: number, vid: number): Operation => ({
  kind: "add-vlan",
  device: `b-${port}`,
  vid,
  scope: entryScope(entryOf(port, vid)),
});
const open = (port: number): Operation => ({ kind: "open", device: `p-${port}`, scope: scope(port) });
const drop = (port: number): Operation => ({
  kind: "add-filter",
  filter: defaultDrop(`p-${port}`),
  role: "default",
  scope: scope(port),
});

/** A kernel that refuses lines: `refuse` gives the words, or null. */
function kernel(refuse: (line: string, time: number) => string | null) {
  const batches: { tool: string; lines: string[] }[] = [];
  const times = new Map<string, number>();
  const executor: Executor = {
    kernel: "a kernel for tests",
    async run([tool = ""], options = {}): Promise<RunResult> {
      const lines = (options.stdin ?? "").split("\n").filter((line) => line !== "");
      batches.push({ tool, lines });
      for (const [index, line] of lines.entries()) {
        const time = (times.get(line) ?? 0) + 1;
        times.set(line, time);
        const words = refuse(line, time);
        if (words !== null) return { status: 1, stdout: "", stderr: `${words}\nCommand failed -:${index + 1}\n` };
      }
      return { status: 0, stdout: "", stderr: "" };
    },
    stream: () => Promise.reject(new Error("Nothing is streamed here.")),
  };
  return { executor, batches };
}

describe("applying a plan", () => {
  test("uses one process for all neighbours of one program", async () => {
    const { executor, batches } = kernel(() => null);
    const operations = [vlan(1, 11), vlan(2, 11), drop(1), drop(2)];
    const outcome = await applyOperations(executor, operations);
    expect(batches.map(({ tool, lines }) => [tool, lines.length])).toEqual([
      ["bridge", 2],
      ["tc", 2],
    ]);
    expect(outcome).toEqual({ applied: operations, failures: [], skipped: [] });
  });

  test("names the line that was refused, and goes on with what does not rest on it", async () => {
    const { executor } = kernel((line) => (line.includes("vid 12") ? "RTNETLINK answers: File exists" : null));
    const outcome = await applyOperations(executor, [vlan(1, 11), vlan(1, 12), vlan(1, 13), vlan(2, 12)]);
    expect(outcome.applied).toEqual([vlan(1, 11), vlan(1, 13)]);
    expect(outcome.failures).toEqual([
      { operation: vlan(1, 12), line: "vlan add dev b-1 vid 12", error: "RTNETLINK answers: File exists" },
      { operation: vlan(2, 12), line: "vlan add dev b-2 vid 12", error: "RTNETLINK answers: File exists" },
    ]);
  });

  test("never opens a port whose default drop was refused, and opens the others", async () => {
    const { executor, batches } = kernel((line) => (line.includes("dev p-1 ingress") ? "Error: no" : null));
    const outcome = await applyOperations(executor, [drop(1), drop(2), open(1), open(2)]);
    expect(outcome.skipped).toEqual([open(1)]);
    expect(batches.flatMap(({ lines }) => lines)).not.toContain("link set dev p-1 up");
    expect(outcome.applied).toEqual([drop(2), open(2)]);
  });

  test("tries again what can pass by itself, a few times", async () => {
    const busy = "RTNETLINK answers: Device or resource busy";
    const once = kernel((_, time) => (time === 1 ? busy : null));
    expect((await applyOperations(once.executor, [open(1)])).failures).toEqual([]);
    const always = kernel(() => busy);
    expect((await applyOperations(always.executor, [open(1)])).failures).toHaveLength(1);
    expect(always.batches).toHaveLength(3);
  });
});
