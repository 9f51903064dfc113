import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actual } from "./actual";
import { desiredStates, HANDED_OVER } from "./arbitrary-states";
import { plan } from "./plan";
import { planLearned, restsOnLearned } from "./plan-learned";
import { type DesiredState, desiredHash, desiredPort, type Mac, macAddress, mapEntry } from "./protocol";
import { simulate } from "./simulate";

const PORTS = [desiredPort.parse({ number: 1, kind: "client" })];
const mac = fc.constantFrom(1, 2, 3, 4).map((last) => macAddress.parse(`02:00:00:00:00:0${last}`));
const macs = fc.uniqueArray(mac, { maxLength: 4 });

/** What may follow from learned addresses, for the attachments of a state. */
function followed({ entries }: DesiredState) {
  const keys = entries.filter(({ kind }) => kind === "attachment").map(({ key }) => key);
  const byKey = fc.array(fc.tuple(fc.constantFrom(...keys, "9/10"), macs), { maxLength: 6 }).map((all) => new Map(all));
  return fc.record({ fullQuotas: byKey, known: byKey });
}

const news = desiredStates.chain((desired) =>
  fc.tuple(fc.constant(desired), followed(desired), followed(desired), fc.boolean()),
);

/** A switch that holds what is desired, left chains removed. */
function settled(desired: DesiredState, from: Actual): Actual {
  const once = simulate(from, plan(desired, from));
  return simulate(once, plan(desired, once));
}

/** Operations of one stage have no order among themselves. */
const texts = (operations: readonly unknown[]) => operations.map((one) => JSON.stringify(one)).sort();

describe("the plan of what follows from learned addresses", () => {
  test("has the operations of the whole plan", () => {
    fc.assert(
      fc.property(news, ([desired, first, then, isCrowded]) => {
        const before = settled(desired, { ...HANDED_OVER, ...first });
        fc.pre(plan(desired, before).length === 0);
        const overfull = isCrowded ? before.vlans.slice(1, 2).map(({ device, vid }) => ({ device, vid })) : [];
        const after = { ...before, ...then, overfull };
        expect(texts(planLearned(desired, before, after))).toEqual(texts(plan(desired, after)));
      }),
    );
  });

  test("is empty where nothing else follows than before, and there is nothing to be forgotten", () => {
    fc.assert(
      fc.property(news, ([desired, first]) => {
        const before = settled(desired, { ...HANDED_OVER, ...first });
        const copy = (all: ReadonlyMap<string, readonly Mac[]>) =>
          new Map([...all].map(([key, own]) => [key, [...own]]));
        const after = { ...before, fullQuotas: copy(before.fullQuotas), known: copy(before.known) };
        expect(planLearned(desired, before, after)).toEqual([]);
      }),
    );
  });

  test("puts the rule for whom a full quota admits in place before surplus addresses are forgotten", () => {
    const desired = state({ macQuota: 1 });
    const before = settled(desired, HANDED_OVER);
    const fullQuotas = new Map([["1/10", [macAddress.parse("02:00:00:00:00:01")]]]);
    const kinds = planLearned(desired, before, { ...before, fullQuotas, overfull: [{ device: "b-1", vid: 11 }] });
    expect(kinds.map(({ kind }) => kind)).toEqual(["add-filter", "add-filter", "replace-filter", "forget-addresses"]);
  });
});

function state(limits: object): DesiredState {
  const profile = { bandwidth: null, flood: null, macs: null, macQuota: null, carried: [], ...limits };
  const place = {
    kind: "attachment",
    key: "1/10",
    port: 1,
    clientVlan: 10,
    hostTag: 100,
    customerTag: 200,
    segment: 11,
  };
  const parts = { ports: PORTS, links: [], transits: [], entries: [mapEntry.parse({ ...place, profile })] };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

test("rules rest on learned addresses where floods are limited or a quota is learned, and nowhere else", () => {
  expect(restsOnLearned(state({ flood: 64_000 }))).toBe(true);
  expect(restsOnLearned(state({ macQuota: 3 }))).toBe(true);
  expect(restsOnLearned(state({ macQuota: 3, macs: [] }))).toBe(false);
  expect(restsOnLearned(state({ bandwidth: 64_000 }))).toBe(false);
});
