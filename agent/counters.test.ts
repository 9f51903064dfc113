import { describe, expect, test } from "vitest";
import type { ActualFilter } from "./actual";
import { CounterLedger, dropsOf } from "./counters";
import { filterPlace } from "./filter";
import { type DesiredState, desiredHash, desiredLink, desiredPort, mapEntry } from "./protocol";
import { defaultDrop, inRule, outRule, refuseTagged } from "./rules";
import { trunkLimit } from "./trunk-limit";

const [attachment] = mapEntry.options;
const entry = attachment.parse({
  kind: "attachment",
  key: "1/10",
  port: 1,
  clientVlan: 10,
  hostTag: 100,
  customerTag: 200,
  segment: 11,
});
const ports = [desiredPort.parse({ number: 1, kind: "client" })];
const parts = { ports, links: [], transits: [], entries: [entry] };
const desired: DesiredState = { number: 1, hash: desiredHash(parts), ...parts };

function counted(rule: ActualFilter["filter"], frames: number, octets: number): ActualFilter {
  return { filter: rule, ours: true, met: frames, frames, octets };
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

  test("begin anew for another pair at the same place, even when no reading came between", () => {
    const ledger = new CounterLedger();
    read(ledger, 5, 500);
    const other = attachment.parse({ ...entry, hostTag: 101 });
    ledger.read({ ...desired, entries: [other] }, [counted(inRule(other), 2, 200)]);
    expect(ledger.counters[0]).toMatchObject({ key: "1/10", frames: 2 });
  });

  test.each([
    ["10", undefined, 114],
    ["10", 20, 114],
    ["10", "untagged", 118],
    ["untagged", undefined, 114],
    ["untagged", 20, 110],
  ])(
    "octets that leave as VLAN %s of a segment with VLAN %s are those of the port's own form",
    (own, inner, octets) => {
      const clientVlan = own === "untagged" ? own : Number(own);
      const other = attachment.parse({ ...entry, clientVlan, innerVlan: inner });
      const ledger = new CounterLedger();
      ledger.read({ ...desired, entries: [other] }, [counted(outRule(other), 1, 108)]);
      expect(ledger.counters.find(({ direction }) => direction === "out")?.bytes).toBe(octets);
    },
  );

  test("drops of a port are what met its refusals and its default drop", () => {
    const rules = [defaultDrop("p-1"), ...refuseTagged(entry.port), inRule(entry), defaultDrop("a-1")];
    const filters = rules.map((rule) => counted(rule, 3, 0));
    expect(dropsOf(desired, filters)).toEqual([{ port: 1, frames: 9, tooLarge: 0 }]);
  });

  test("frames too large for a trunk's cable are drops of its port, on each of its bridges", () => {
    const trunk = desiredPort.parse({ number: 21, kind: "trunk", mostOctets: 2_014 });
    const pair = { kind: "trunk", port: 21, hostTag: 100 };
    const entries = [11, 4105].map((segment) =>
      mapEntry.parse({ ...pair, key: `21/100.${segment % 100}`, customerTag: segment % 100, segment }),
    );
    const state = { ...desired, ports: [trunk], entries };
    const filters = [0, 1].flatMap((bridge) => {
      const rule = trunkLimit(trunk, bridge);
      return rule === null ? [] : [{ filter: rule, ours: true, met: 10, frames: 10 - 3 * (bridge + 1), octets: 0 }];
    });
    const ledger = new CounterLedger();
    ledger.read(state, filters);
    expect(dropsOf(state, filters, (port) => ledger.tooLarge(port))).toEqual([{ port: 21, frames: 9, tooLarge: 9 }]);
  });

  test("drops of a link are frames that came in without a known tag 3, on the line or in its tunnels", () => {
    const ends = { local: "203.0.113.1", remote: "203.0.113.5", longHaul: 7001, mtu: 9200 };
    const links = [
      desiredLink.parse({ medium: "line", number: 31, send: "q", accept: ["q"], farMac: null }),
      desiredLink.parse({ medium: "provider", number: 33, send: "vxlan", accept: ["vxlan", "nvgre"], ...ends }),
    ];
    const filters = ["l-31", "x-33", "n-33", "l-99"].map((device) => counted(defaultDrop(device), 2, 0));
    expect(dropsOf({ ...desired, ports: [], links }, filters)).toEqual([
      { port: 31, frames: 2, tooLarge: 0 },
      { port: 33, frames: 4, tooLarge: 0 },
    ]);
  });
});
