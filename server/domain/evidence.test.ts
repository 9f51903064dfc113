import { expect, test } from "vitest";
import type { EntryState, ProbeRound } from "@/agent/protocol";
import { FOLLOW_MS, GIVE_UP_AFTER_MS, movesByEvidence, type Sight, type Watched } from "./evidence";
import type { ExtensionState } from "./extension-state";

const places = [
  { switchId: "sw_1", switchCode: "116", port: 1, key: "1/10", number: 5 },
  { switchId: "sw_2", switchCode: "212", port: 11, key: "11/10", number: 3 },
];
const NOW = 1_000_000;
const probing = { switchId: "sw_1", mapSince: 100, presentSince: 200 };

const landmarks = [
  { switchId: "sw_1", counter: "in 1/10", baseline: 4 },
  { switchId: "sw_2", counter: "out 11/10", baseline: 0 },
];

function sight(
  number: number,
  entries: EntryState[],
  frames: Record<string, number> = {},
  strays: string[] = [],
): Sight {
  return {
    ...{ number, strays, settingSince: 0 },
    entries: new Map(entries.map((entry) => [entry.key, entry])),
    frames: new Map(Object.entries(frames)),
  };
}

const near = (frames?: Record<string, number>) => sight(5, [{ key: "1/10", state: "present" }], frames);
const far = (frames?: Record<string, number>) => sight(3, [{ key: "11/10", state: "present" }], frames);

function moves(state: ExtensionState, sights: Record<string, Sight>) {
  const watched: Watched = { state, faultySince: null, isDrift: false, places, landmarks, probing };
  return movesByEvidence(watched, (switchId) => sights[switchId] ?? null, NOW).map(({ to }) => to);
}

test("all entries read back make it configured, frames at each hop live, both at once if both are seen", () => {
  expect(moves("allocated", { sw_1: near(), sw_2: far() })).toEqual(["configured"]);
  const counted = { sw_1: near({ "in 1/10": 5 }), sw_2: far({ "out 11/10": 1 }) };
  expect(moves("configured", counted)).toEqual(["live"]);
  expect(moves("allocated", counted)).toEqual(["configured", "live"]);
});

test("frames from before the allocation prove nothing, and a rule made anew counts from zero", () => {
  const out = far({ "out 11/10": 1 });
  expect(moves("configured", { sw_1: near({ "in 1/10": 4 }), sw_2: out })).toEqual([]);
  expect(moves("configured", { sw_1: near({ "in 1/10": 1 }), sw_2: out })).toEqual(["live"]);
});

test("a switch that has not reported the change yet proves nothing, neither for nor against", () => {
  const lost = sight(3, [{ key: "11/10", state: "missing", detail: "no rule" }]);
  for (const state of ["allocated", "configured", "live", "releasing"] as const) {
    expect(moves(state, { sw_2: lost })).toEqual([]);
    expect(moves(state, { sw_1: { ...near(), number: 4 }, sw_2: lost })).toEqual([]);
  }
});

test("an entry that is missing or wrong moves it back with the switch's own words", () => {
  const wrong = sight(3, [{ key: "11/10", state: "wrong", detail: "the rule was altered" }]);
  const watched: Watched = { state: "live", faultySince: null, isDrift: false, places, landmarks, probing };
  expect(movesByEvidence(watched, (id) => (id === "sw_1" ? near() : wrong), NOW)).toEqual([
    {
      to: "allocated",
      reason: "On switch 212 the map entry 11/10 is wrong: the rule was altered. Its agent repairs it.",
    },
  ]);
});

test("a switch that has just been told something else is not blamed for what its kernel lacks meanwhile", () => {
  const lacks = { ...sight(3, [{ key: "11/10", state: "missing", detail: "no rule" }]), settingSince: NOW };
  const watched: Watched = { state: "live", faultySince: null, isDrift: false, places, landmarks, probing };
  const at = (now: number) => movesByEvidence(watched, (id) => (id === "sw_1" ? near() : lacks), now);
  expect(at(NOW + FOLLOW_MS - 1)).toEqual([]);
  expect(at(NOW + FOLLOW_MS).map(({ to }) => to)).toEqual(["allocated"]);
});

function round(at: number, arrived: number, returned: number): ProbeRound {
  return { ...{ id: "ext", at, sent: 5, arrived, returned }, roundTrip: null };
}

/** What rounds of probes lead to where every entry is present, and frames were counted or not. */
function byRounds(state: ExtensionState, rounds: readonly ProbeRound[], isCounted: boolean) {
  const watched: Watched = { state, faultySince: null, isDrift: false, places, landmarks, probing };
  const sights = isCounted ? [near({ "in 1/10": 5 }), far({ "out 11/10": 1 })] : [near(), far()];
  return movesByEvidence(watched, (id) => sights[id === "sw_1" ? 0 : 1] ?? null, NOW, rounds);
}

test("one probe that came back makes it live, one from before the map changed does not", () => {
  expect(byRounds("configured", [round(101, 5, 1)], false)).toEqual([{ to: "live", reason: null }]);
  expect(byRounds("configured", [round(100, 5, 5)], false)).toEqual([]);
  expect(byRounds("configured", [round(300, 0, 0)], false)).toEqual([]);
});

test("two lost rounds in a row make a live one configured again, with the way on which they were lost", () => {
  expect(byRounds("live", [round(300, 5, 5), round(400, 0, 0)], true)).toEqual([]);
  const [there] = byRounds("live", [round(300, 0, 0), round(400, 0, 0)], true);
  expect(there).toMatchObject({ to: "configured", reason: expect.stringContaining("on the way to the resource") });
  const [back] = byRounds("live", [round(300, 0, 0), round(400, 5, 0)], true);
  expect(back).toMatchObject({ to: "configured", reason: expect.stringContaining("on the way back") });
  expect(byRounds("live", [round(150, 0, 0), round(400, 0, 0)], true)).toEqual([]);
});

test("what was counted before does not outweigh lost rounds; the next good one does", () => {
  const lost = [round(300, 0, 0), round(400, 0, 0)];
  expect(byRounds("configured", lost, true)).toEqual([]);
  expect(byRounds("configured", [...lost, round(500, 5, 1)], true)).toEqual([{ to: "live", reason: null }]);
});

test("it is released when no switch has anything left over at its ports", () => {
  const empty = { sw_1: sight(5, []), sw_2: sight(3, []) };
  expect(moves("releasing", empty)).toEqual(["released"]);
  for (const what of ["rule at a-11 ingress 10", "segment 4 on b-11", "link p-11"]) {
    expect(moves("releasing", { ...empty, sw_2: sight(3, [], {}, [what]) })).toEqual([]);
  }
  expect(moves("releasing", { ...empty, sw_2: sight(3, [], {}, ["rule at p-1 ingress 10", "link a-110"]) })).toEqual([
    "released",
  ]);
});

test("a fresh order that a kernel does not accept is given up after its time, one that was lost there never", () => {
  const missing = sight(3, [{ key: "11/10", state: "missing", detail: "the kernel refused it" }]);
  const judge = (isDrift: boolean, now: number) =>
    movesByEvidence(
      { state: "allocated", faultySince: 0, isDrift, places, landmarks, probing },
      (id) => (id === "sw_1" ? near() : missing),
      now,
    );
  expect(judge(false, GIVE_UP_AFTER_MS - 1)).toEqual([]);
  expect(judge(true, 10 * GIVE_UP_AFTER_MS)).toEqual([]);
  expect(judge(false, GIVE_UP_AFTER_MS)).toEqual([
    {
      to: "failed",
      reason:
        "On switch 212 the map entry 11/10 is missing: the kernel refused it. It could not be made within 30 s, so the order was taken back. Order again, or ask the operator.",
    },
  ]);
});
