import { describe, expect, test } from "vitest";
import { HANDED_OVER } from "./arbitrary-states";
import { dropsOf } from "./counters";
import { plan } from "./plan";
import { acceptRules } from "./port-profile";
import { type DesiredPort, type DesiredState, desiredHash, desiredPort } from "./protocol";
import { simulate } from "./simulate";

const port = (accepts?: "tagged" | "untagged"): DesiredPort =>
  desiredPort.parse({ number: 2, kind: "client", accepts });

function state(one: DesiredPort): DesiredState {
  const parts = { ports: [one], links: [], transits: [], entries: [] };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

describe("a port", () => {
  test("that accepts both has no rule for it, and gets and loses those of another setting again", () => {
    expect(acceptRules(port())).toEqual([]);
    const before = simulate(HANDED_OVER, plan(state(port()), HANDED_OVER));
    const tagged = simulate(before, plan(state(port("tagged")), before));
    expect(tagged.filters.length).toBe(before.filters.length + 3);
    const after = simulate(tagged, plan(state(port()), tagged));
    expect(after.filters.map(({ filter }) => filter)).toEqual(before.filters.map(({ filter }) => filter));
  });

  test.each(["tagged", "untagged"] as const)("that accepts %s frames counts the others as its drops", (accepts) => {
    const desired = state(port(accepts));
    const actual = simulate(HANDED_OVER, plan(desired, HANDED_OVER));
    const met = actual.filters.map((one) => (one.ours ? { ...one, met: 5, frames: 5 } : one));
    const rules = acceptRules(port(accepts)).length;
    // The default drop counts too.
    expect(dropsOf(desired, met)).toMatchObject([{ port: 2, frames: 5 * (rules + 1) }]);
  });
});
