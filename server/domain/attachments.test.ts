import fc from "fast-check";
import { expect, test } from "vitest";
import { clientVlan, customerTag, hostTag, portNumber, probeAddress, segmentNumber } from "@/agent/protocol";
import { isMachinePlace, type PortAt, placeDifference, placesOf, type Route, type Segment } from "./attachments";
import { mapEntryAt, placeKey } from "./desired-state";
import { mapWords } from "./map-words";

function at(switchId: string, number: number): PortAt {
  return { switchId, portId: `${switchId}/${number}`, number: portNumber.parse(number) };
}

const rack = at("116", 1);
const vlan10 = clientVlan.parse(10);
const none = { profile: null, goal: null, loop: null };
const local: Route = {
  rack,
  resource: at("116", 11),
  resourceKind: "cloud",
  resourceVlan: vlan10,
  ...none,
  crossings: [],
};
const crossing: Route = {
  ...{ rack, resource: at("212", 12), resourceKind: "cloud", resourceVlan: vlan10, ...none },
  crossings: [
    { kind: "trunk", id: "T1", near: at("116", 31), far: at("124", 1) },
    { kind: "pseudowire", id: "pw", near: at("124", 5001), far: at("212", 5001) },
  ],
};
const segment: Segment = {
  ...{ vlanId: "vlan_1", clientVlan: vlan10 },
  ...{ hostTag: hostTag.parse(100), customerTag: customerTag.parse(200), rules: [] },
};
const untagged: Segment = { ...segment, clientVlan: "untagged" };

const route: fc.Arbitrary<Route> = fc
  .tuple(fc.integer({ min: 11, max: 20 }), fc.boolean())
  .map(([number, crosses]) =>
    crosses ? { ...crossing, resource: at("212", number) } : { ...local, resource: at("116", number) },
  );

test("a segment inside one datacenter is at the rack's port and the resource's", () => {
  expect(placesOf(segment, [local]).map(({ portId, kind }) => `${portId} ${kind}`)).toEqual([
    "116/1 client",
    "116/11 cloud",
  ]);
});

test("a segment that crosses is at both ends of all that it crosses; two extensions share what they can", () => {
  expect(placesOf(segment, [local, crossing]).map(({ portId, kind }) => `${portId} ${kind}`)).toEqual([
    ...["116/1 client", "116/11 cloud", "212/12 cloud", "116/31 trunk", "124/1 trunk"],
    ...["124/5001 pseudowire", "212/5001 pseudowire"],
  ]);
});

test("each extension has a probe goal at the rack's port that they share, and a loopback holds at its own end", () => {
  const goal = (id: string, number: number) => ({ id, to: probeAddress(1, portNumber.parse(number)) });
  const near: Route = { ...local, goal: goal("ext_b", 11), loop: { end: "rack", until: 5000 } };
  const far: Route = { ...crossing, goal: goal("ext_a", 12), loop: { end: "resource", until: 7000 } };
  const terms = placesOf(segment, [near, far]).filter(isMachinePlace);
  expect(
    terms.map(({ portId, terms: { probes, loopUntil } }) => [portId, probes.map(({ id }) => id), loopUntil]),
  ).toEqual([
    ["116/1", ["ext_a", "ext_b"], 5000],
    ["116/11", [], null],
    ["212/12", [], 7000],
  ]);
  const [rackPlace] = placesOf(segment, [near]);
  if (rackPlace === undefined) throw new Error("no places");
  expect(mapEntryAt(segment, rackPlace, segmentNumber.parse(7))).toMatchObject({
    ...{ probes: [{ id: "ext_b", to: "02:d1:00:01:00:0b" }], loopUntil: 5000 },
  });
});

test("taking the difference away from what is held and adding the rest gives what is wanted", () => {
  fc.assert(
    fc.property(fc.array(route), fc.array(route), (before, after) => {
      const [held, wanted] = [placesOf(segment, before), placesOf(segment, after)];
      const { add, remove } = placeDifference(held, wanted);
      const left = held.filter((place) => !remove.includes(place));
      const ids = (places: typeof held) => places.map(({ portId }) => portId).sort();
      expect(ids([...left, ...add])).toEqual(ids(wanted));
    }),
  );
});

test("a place becomes a row of the map: under the client's VLAN at a machine, under the pair at a trunk", () => {
  const [client, , , trunk] = placesOf(segment, [local, crossing]);
  if (client === undefined || trunk === undefined) throw new Error("no places");
  const number = segmentNumber.parse(7);
  expect(mapEntryAt(segment, client, number)).toEqual({
    ...{ kind: "attachment", key: "1/10", port: 1, clientVlan: 10, hostTag: 100, customerTag: 200, segment: 7 },
  });
  expect(mapEntryAt(segment, trunk, number)).toEqual({
    ...{ kind: "trunk", key: "31/100.200", port: 31, hostTag: 100, customerTag: 200, segment: 7 },
  });
  const [bare] = placesOf(untagged, [local]);
  if (bare === undefined) throw new Error("no places");
  expect(placeKey(untagged, bare)).toBe("1/untagged");
  expect(mapWords(untagged, bare)).toBe(
    "untagged frames on port 1 get C 200, then S 100; the pair is taken off on the way back",
  );
  expect(mapWords(segment, trunk)).toBe("frames with the pair 100.200 pass port 31 and keep it");
});
