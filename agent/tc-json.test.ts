import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { desiredStates, HANDED_OVER } from "./arbitrary-states";
import { addFilterLine } from "./iproute-write";
import { wantedOn } from "./plan";
import { filterList, rulesOf } from "./tc-json";
import { printedBy } from "./tc-text";

/** What is read back after a line was applied; `alter` is what a hand does in between. */
function readBack(device: string, line: string, alter: (json: string) => string = (json) => json) {
  const head = { protocol: "all", pref: 1, kind: "matchall", chain: 0 };
  return rulesOf(device, filterList.parse(JSON.parse(alter(JSON.stringify([head, printedBy(line)])))));
}

describe("rules", () => {
  test("each rule of every switch is read back as it was written, marked and counted", () => {
    fc.assert(
      fc.property(desiredStates, (desired) => {
        for (const { filter } of wantedOn(desired, HANDED_OVER).filters) {
          const read = readBack(filter.device, addFilterLine(filter));
          expect(read).toEqual([{ filter, ours: true, frames: 7, octets: 700 }]);
        }
      }),
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

  test("rules in other chains are passed over", () => {
    expect(readBack("p-1", line, (json) => json.replaceAll('"chain":0', '"chain":4'))).toEqual([]);
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
    );
  });
});
