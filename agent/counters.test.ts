import { describe, expect, test } from "vitest";
import type { ActualFilter } from "./actual";
import { CounterLedger, dropsOf } from "./counters";
import { filterPlace } from "./filter";
import { type DesiredState, desiredHash, desiredPort, mapEntry } from "./protocol";
import { defaultDrop, inRule, outRule, refuseTagged } from "./rules";

const entry = mapEntry.parse({
  kind: "attachment",
  key: "1/10",
  port: 1,
  clientVlan: 10,
  hostTag: 100,
  customerTag: 200,
  segment: 11,
});
const ports = [desiredPort.parse({ number: 1, kind: "client", encapsulation: null })];
const desired: DesiredState = { number: 1, hash: desiredHash({ ports, entries: [entry] }), ports, entries: [entry] };

function counted(rule: ActualFilter["filter"], frames: number, octets: number): ActualFilter {
  return { filter: rule, ours: true, frames, octets };
}

const read = (ledger: CounterLedger, frames: number, octets: number) => {
  ledger.read(desired, [counted(inRule(entry), frames, octets)]);
  return ledger.counters.find(({ direction }) => direction === "in");
};

describe("counters", () => {
  test("octets are those of the wire: header and tag that the kernel leaves out are added", () => {
    const ledger = new CounterLedger();
    ledger.read(desired, [counted(inRule(entry), 200, 9_200), counted(outRule(entry), 10, 1_080)]);
    expect(ledger.counters).toEqual([
      { key: "1/10", direction: "in", frames: 200, bytes: 200 * 64 },
      { key: "1/10", direction: "out", frames: 10, bytes: 10 * 114 },
    ]);
  });

  test("never go backwards when a rule begins at zero again", () => {
    const ledger = new CounterLedger();
    read(ledger, 5, 500);
    expect(read(ledger, 2, 200)?.frames).toBe(7);
    expect(read(ledger, 4, 400)).toMatchObject({ frames: 9, bytes: 900 + 9 * 18 });
  });

  test("keep what a replaced rule counted, even when the new one has counted more by the next reading", () => {
    const ledger = new CounterLedger();
    read(ledger, 5, 500);
    ledger.renewed(filterPlace(inRule(entry)));
    expect(read(ledger, 8, 800)?.frames).toBe(13);
  });

  test("stand still while a rule is away, and are forgotten with their entry", () => {
    const ledger = new CounterLedger();
    read(ledger, 5, 500);
    ledger.read(desired, []);
    expect(ledger.counters[0]?.frames).toBe(5);
    ledger.read({ ...desired, entries: [] }, []);
    expect(read(ledger, 1, 100)?.frames).toBe(1);
  });

  test("drops of a port are what met its refusals and its default drop", () => {
    const rules = [defaultDrop("p-1"), ...refuseTagged(entry.port), inRule(entry), defaultDrop("a-1")];
    expect(
      dropsOf(
        desired,
        rules.map((rule) => counted(rule, 3, 0)),
      ),
    ).toEqual([{ port: 1, frames: 9 }]);
  });
});
