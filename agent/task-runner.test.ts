import { describe, expect, test } from "vitest";
import type { Executor } from "./executor";
import { portNumber } from "./protocol";
import { type TaskResult, TaskRunner } from "./task-runner";

const task = { kind: "send" as const, id: "t1", port: portNumber.parse(1), frame: "00".repeat(60) };
const farEnds = [{ port: task.port, namespace: "102A", device: "eth0" }];

/** A machine that counts what it sends; `takes` tells whether its device takes the frame. */
function machine(takes: boolean, status = 0) {
  const sent: string[][] = [];
  const executor: Executor = {
    kernel: "a kernel for tests",
    async run(argv, options) {
      if (argv[0] === "cat") {
        const frames = takes ? sent.length : 0;
        return { status: 0, stdout: `Inter-|\n  eth0: 10 1 0 0 0 0 0 0 20 ${frames} 0 0 0 0 0 0\n`, stderr: "" };
      }
      sent.push([...argv, options?.namespace ?? ""]);
      return { status, stdout: "", stderr: status === 0 ? "" : "no such device" };
    },
    stream: () => Promise.reject(new Error("Nothing is streamed here.")),
  };
  return { executor, sent };
}

function outcome(executor: Executor, ends = farEnds): Promise<TaskResult> {
  return new Promise((resolve) => new TaskRunner(executor, () => ends, resolve).begin(task));
}

describe("a task", () => {
  test("sends its frame octet by octet from the machine behind the port", async () => {
    const { executor, sent } = machine(true);
    expect(await outcome(executor)).toEqual({ id: "t1", error: null });
    expect(sent).toEqual([["mausezahn", "eth0", "-q", "-c", "1", Array(60).fill("00").join(":"), "102A"]]);
  });

  test.each([
    ["the device takes no such frame", machine(false).executor, farEnds, "fits its MTU"],
    ["the program fails", machine(true, 1).executor, farEnds, "no such device"],
    ["the machine is not ours", machine(true).executor, [], "not in our hands"],
  ])("fails with a sentence when %s", async (_, executor, ends, words) => {
    expect((await outcome(executor, ends)).error).toContain(words);
  });

  test("that is handed over again is answered, not done again", async () => {
    const { executor, sent } = machine(true);
    const results: TaskResult[] = [];
    await new Promise<void>((resolve) => {
      const runner = new TaskRunner(
        executor,
        () => farEnds,
        (result) => {
          results.push(result);
          if (results.length === 1) runner.begin(task);
          else resolve();
        },
      );
      runner.begin(task);
      runner.begin(task);
    });
    expect(sent).toHaveLength(1);
    expect(results).toEqual([
      { id: "t1", error: null },
      { id: "t1", error: null },
    ]);
  });
});
