import { describe, expect, test } from "vitest";
import { portNumber, type ReportRequest } from "@/agent/protocol";
import { createLiveStore } from "./create-live-store";

function report(over: Partial<ReportRequest> = {}): ReportRequest {
  const empty = {
    entries: [],
    strays: [],
    counters: [],
    drops: [],
    alarms: [],
    macs: [],
    frames: [],
    paths: [],
    problems: [],
    hits: [],
    capturing: [],
    probes: [],
    machines: [],
    tasks: [],
    notes: [],
  };
  return { number: 1, hash: "h", readBackAgeMs: 0, framesLeftOut: 0, ...empty, ...over };
}

function counted(frames: number): Partial<ReportRequest> {
  return { counters: [{ key: "1/10", direction: "in", frames, bytes: frames * 100 }] };
}

describe("live store", () => {
  test("gives rates over about a second, not over two reports that come close together", () => {
    const live = createLiveStore();
    live.report("sw", report(counted(0)), 0);
    live.report("sw", report(counted(50)), 1000);
    live.report("sw", report(counted(51)), 1010);
    expect(live.lastReport("sw")?.rates.get("in 1/10")?.framesPerSecond).toBeCloseTo(51 / 1.01);
  });

  test("has no rate for a counter that went backwards", () => {
    const live = createLiveStore();
    live.report("sw", report(counted(50)), 0);
    live.report("sw", report(counted(3)), 1000);
    expect(live.lastReport("sw")?.rates.size).toBe(0);
  });

  test("a watch is told to the agent at each look, lasts as long as the longest look, and ends by itself", () => {
    const live = createLiveStore();
    const heard: string[] = [];
    live.subscribe((event) => heard.push(event.kind));
    live.watchFrames("sw", [1, 31], 5000);
    live.watchFrames("sw", [31], 9000);
    expect(heard).toEqual(["switch_desired", "switch_desired"]);
    expect(live.watchedPorts("sw", 1000)).toEqual({ ports: [1, 31], forMs: 8000 });
    expect(live.watchedPorts("sw", 6000).ports).toEqual([31]);
    expect(live.watchedPorts("sw", 9000)).toEqual({ ports: [], forMs: 0 });
  });

  test("hands a task to its agent once", () => {
    const live = createLiveStore();
    live.addTask("sw", { kind: "send", id: "task_1", port: portNumber.parse(1), frame: "00".repeat(14) });
    expect(live.takeTasks("sw")).toHaveLength(1);
    expect(live.takeTasks("sw")).toEqual([]);
  });

  test("a task that failed is known to its probe", () => {
    const live = createLiveStore();
    live.addProbe({ id: "task_1", extensionId: "ext", text: "Happy", sentAt: 0, error: null });
    live.report("sw", report({ tasks: [{ id: "task_1", error: "no such device" }] }), 1);
    expect(live.probesOf("ext")[0]?.error).toBe("no such device");
  });
});
