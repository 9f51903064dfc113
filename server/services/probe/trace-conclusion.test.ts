import { expect, test } from "vitest";
import { traceConclusion } from "./trace-conclusion";
import type { TraceHopView } from "./view";

function hop(switchCode: string, port: number, outcome: TraceHopView["outcome"]): TraceHopView {
  return { switchCode, datacenter: "DC1", port, where: "", outcome };
}

const origin = hop("116", 1, { kind: "origin", why: "" });
const answer = (returned: number): TraceHopView["outcome"] => ({
  ...{ kind: "round", round: { at: 1, sent: 3, arrived: returned, returned, roundTrip: null } },
});

test("every place answered, a transit switch too: as far as the last one", () => {
  expect(traceConclusion([origin, hop("222", 31, answer(3)), hop("220", 5001, answer(3))])).toEqual({
    ...{ isWhole: true, conclusion: "Every switch that was asked answered, as far as switch 220 port 5001." },
  });
  expect(traceConclusion([origin, hop("222", 31, answer(3)), hop("220", 5001, answer(0))]).conclusion).toBe(
    "Probes are lost between switch 222 port 31 and switch 220 port 5001.",
  );
});

test("the first place without an answer ends the known way, whatever comes after it", () => {
  const hops = [origin, hop("124", 1, answer(1)), hop("220", 5001, answer(0)), hop("212", 31, answer(0))];
  expect(traceConclusion(hops)).toEqual({
    ...{ isWhole: false, conclusion: "Probes are lost between switch 124 port 1 and switch 220 port 5001." },
  });
});
