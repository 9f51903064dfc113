import { describe, expect, test } from "vitest";
import { macAddress, type ProbeRound } from "@/agent/protocol";
import { ProbeMemory, ROUNDS_KEPT } from "./probe-memory";

function round(id: string, at: number): ProbeRound {
  return { id, at, sent: 5, arrived: 5, returned: 5, roundTrip: { least: 900, median: 1000, most: 1200 } };
}

const task = {
  ...{ kind: "probe" as const, id: "task_1", entry: "1/10", to: macAddress.parse("02:d1:00:01:00:0b") },
  ...{ count: 5, intervalMs: 20, octets: 128 },
};

describe("memory of probes", () => {
  test("keeps the last rounds of each extension in the order in which they began, each once", () => {
    const memory = new ProbeMemory();
    for (let at = ROUNDS_KEPT + 5; at > 0; at--) memory.keepRounds("ext_a", [round("ext_a", at), round("ext_a", at)]);
    expect(memory.roundsOf("ext_a").map(({ at }) => at)).toEqual(
      Array.from({ length: ROUNDS_KEPT }, (_, index) => index + 6),
    );
    expect(memory.roundsOf("ext_b")).toEqual([]);
    memory.forget("ext_a");
    expect(memory.roundsOf("ext_a")).toEqual([]);
  });

  test("takes the outcome of a task from the switch that it was given to, and from no other", () => {
    const memory = new ProbeMemory();
    memory.expect("sw_1", task);
    memory.take("sw_2", { probes: [round("task_1", 7)], tasks: [{ id: "task_1", error: "not mine" }] });
    expect(memory.outcomeOf("task_1")).toMatchObject({ round: null, error: null });
    memory.take("sw_1", { probes: [round("task_1", 8)], tasks: [{ id: "task_1", error: null }] });
    expect(memory.outcomeOf("task_1")).toMatchObject({ round: { at: 8 }, error: null });
  });

  test("a task that could not send says why; one that nobody gave has no outcome", () => {
    const memory = new ProbeMemory();
    memory.expect("sw_1", task);
    memory.take("sw_1", { probes: [], tasks: [{ id: "task_1", error: "no such entry" }] });
    memory.take("sw_1", { probes: [round("task_9", 8)], tasks: [] });
    expect(memory.outcomeOf("task_1").error).toBe("no such entry");
    expect(memory.outcomeOf("task_9")).toEqual({ round: null, error: null });
  });
});
