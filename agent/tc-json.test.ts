import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { desiredStates, HANDED_OVER } from "./arbitrary-states";
import { addFilterLine } from "./iproute-write";
import { wantedOn } from "./plan";
import { policesIn } from "./police-text";
import { filterList, rulesOf } from "./tc-json";
import { printedBy, printedPolice } from "./tc-text";

/** What is read back after a line was applied; `alter` is what a hand does in between. */
function readBack(device: string, line: string, alter: (json: string) => string = (json) => json) {
  const head = { protocol: "all", pref: 1, kind: "matchall", chain: 0 };
  const list = filterList.parse(JSON.parse(alter(JSON.stringify([head, printedBy(line)]))));
  return rulesOf(device, list, policesIn(printedPolice(line)));
}

describe("rules", () => {
  test("each rule of every switch is read back as it was written, marked and counted", () => {
    fc.assert(
      fc.property(desiredStates, (desired) => {
        for (const { filter } of wantedOn(desired, HANDED_OVER).filters) {
          const read = readBack(filter.device, addFilterLine(filter));
          expect(read).toEqual([{ filter, ours: true, met: 7, frames: 7, octets: 700 }]);
        }
      }),
      { numRuns: 50 },
    );
  });

  const line =
    "filter add dev p-1 ingress prio 10 protocol 802.1Q handle 10 flower vlan_id 10 action vlan push id 200 protocol 802.1Q pipe cookie d07e01";

  test.each([
    ["another push priority", (json: string) => json.replace('"priority":0', '"priority":3')],
    ["another control action", (json: string) => json.replace('"type":"pipe"', '"type":"pass"')],
    ["one more key", (json: string) => json.replace('"vlan_id":10', '"vlan_id":10,"vlan_prio":3')],
    ["hardware alone", (json: string) => json.replace('"not_in_hw":true', '"skip_sw":true')],
  ])("%s makes it a different rule", (_, alter) => {
    const [as] = readBack("p-1", line);
    const [altered] = readBack("p-1", line, alter);
    expect(altered?.filter).not.toEqual(as?.filter);
  });

  test("a rule whose actions carry no cookie of ours is not ours", () => {
    expect(readBack("p-1", line.replace("d07e01", "beef01"))[0]?.ours).toBe(false);
  });

  test("a rule in another chain says in which", () => {
    const [read] = readBack("p-1", line, (json) => json.replaceAll('"chain":0', '"chain":4'));
    expect(read?.filter.chain).toBe(4);
  });

  const limit =
    "filter add dev p-1 ingress chain 655360 prio 110 protocol all handle 1 flower action police rate 10000000bit burst 500000 mtu 65535 overhead 18 conform-exceed drop/pipe cookie d07e01";

  test.each([
    ["another rate", (text: string) => text.replace("10Mbit", "11Mbit")],
    ["another burst", (text: string) => text.replace("500000b", "9018b")],
    ["another verdict", (text: string) => text.replace("drop/pipe", "pass/pipe")],
    ["a peak rate", (text: string) => text.replace("mtu 64Kb", "mtu 64Kb peakrate 20Mbit")],
    ["another index", (text: string) => text.replace("0x1", "0x2")],
  ])("%s makes a limit a different rule", (_, alter) => {
    const list = filterList.parse([printedBy(limit)]);
    const read = (text: string) => rulesOf("p-1", list, policesIn(text))[0]?.filter;
    expect(read(printedPolice(limit))?.actions[0]).toEqual({ kind: "police", rate: 1e7, burst: 500_000, overhead: 18 });
    expect(read(alter(printedPolice(limit)))).not.toEqual(read(printedPolice(limit)));
  });

  test("frames that a limit dropped are told apart from those that passed it", () => {
    const both = `${limit} action continue cookie d07e01`;
    const [read] = readBack("p-1", both, (json) => json.replace('"packets":7', '"packets":9'));
    expect(read).toMatchObject({ met: 9, frames: 7 });
  });

  test("a cookie fits into the sixteen octets that tc takes", () => {
    fc.assert(
      fc.property(desiredStates, (desired) => {
        for (const { filter } of wantedOn(desired, HANDED_OVER).filters) {
          for (const [, cookie] of addFilterLine(filter).matchAll(/cookie (\S+)/g)) {
            expect(cookie).toMatch(/^d07e[0-9a-f]{12}$/);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
