import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { desiredStates, HANDED_OVER } from "./arbitrary-states";
import { plan } from "./plan";
import { planChange } from "./plan-change";
import { type DesiredState, isInSegment, type MapEntry } from "./protocol";
import { simulate } from "./simulate";
import { BEST_PATHS } from "./wanted";

/** A state and one that differs from it in entries alone, some of which they share. */
const changes = fc
  .tuple(desiredStates, desiredStates, fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }))
  .map(([before, other, coins]): readonly [DesiredState, DesiredState] => {
    const kept = before.entries.filter((_, index) => coins[index % coins.length]);
    const keys = new Set(kept.map(({ key }) => key));
    const segments = new Map(before.entries.flatMap(placeText));
    const fitting = (entry: MapEntry) =>
      !keys.has(entry.key) && placeText(entry).every(([segment, pair]) => (segments.get(segment) ?? pair) === pair);
    return [before, { ...before, entries: [...kept, ...other.entries.filter(fitting)] }];
  });

function placeText(entry: MapEntry): [number, string][] {
  return isInSegment(entry) ? [[entry.segment, `${entry.hostTag}.${entry.customerTag}`]] : [];
}

describe("the plan of a change", () => {
  test("has the operations of the whole plan", () => {
    fc.assert(
      fc.property(changes, ([before, after]) => {
        const actual = simulate(HANDED_OVER, plan(before, HANDED_OVER));
        fc.pre(plan(before, actual).length === 0);
        const part = planChange(before, after, actual, BEST_PATHS);
        fc.pre(part !== null);
        expect(texts(part)).toEqual(texts(plan(after, actual)));
      }),
    );
  });

  test("that changes a port is the whole plan's", () => {
    fc.assert(
      fc.property(desiredStates, (before) => {
        fc.pre(before.ports.length > 0);
        expect(planChange(before, { ...before, ports: [] }, HANDED_OVER, BEST_PATHS)).toBeNull();
      }),
    );
  });
});

/** Operations of one stage have no order among themselves. */
function texts(operations: readonly unknown[]): string[] {
  return operations.map((one) => JSON.stringify(one)).sort();
}
