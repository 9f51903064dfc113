import { expect, test } from "vitest";
import { knownDestinations } from "./known-destinations";
import {
  type DesiredState,
  desiredHash,
  type MapEntry,
  macAddress,
  mapEntry,
  portNumber,
  segmentNumber,
} from "./protocol";

const limited = (port: number, segment = 11): MapEntry =>
  mapEntry.parse({
    ...{ kind: "attachment", key: `${port}/10`, port, clientVlan: 10, hostTag: 100, customerTag: 200, segment },
    profile: { bandwidth: null, flood: 64_000, macs: null, macQuota: 2, carried: [] },
  });
const trunk = mapEntry.parse({
  kind: "trunk",
  key: "1001/100.200",
  port: 1001,
  hostTag: 100,
  customerTag: 200,
  segment: 11,
});
const free = mapEntry.parse({
  kind: "attachment",
  key: "3/10",
  port: 3,
  clientVlan: 10,
  hostTag: 100,
  customerTag: 200,
  segment: 11,
});

function state(...entries: MapEntry[]): DesiredState {
  const parts = { ports: [], links: [], transits: [], entries };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

const mac = (last: number) => macAddress.parse(`02:00:00:00:00:${String(last).padStart(2, "0")}`);
const at = (port: number, last: number, segment = 11) => ({
  port: portNumber.parse(port),
  segment: segmentNumber.parse(segment),
  mac: mac(last),
});

test("a destination is known when the bridge has it at another port of the segment, trunks included", () => {
  const learned = [at(1, 1), at(2, 2), at(1001, 3), at(2, 4, 12)];
  const known = knownDestinations(state(limited(1), limited(2), trunk), learned, new Map());
  expect([...known]).toEqual([
    ["1/10", [mac(2), mac(3)]],
    ["2/10", [mac(1), mac(3)]],
  ]);
});

test("an address over the quota of its port is not known", () => {
  const full = new Map([["2/10", [mac(2), mac(3)]]]);
  const known = knownDestinations(state(limited(1), limited(2)), [at(2, 2), at(2, 3), at(2, 4)], full);
  expect(known.get("1/10")).toEqual([mac(2), mac(3)]);
});

test("no attachment asks that has no limit of floods, and none has more than 1,024", () => {
  expect(knownDestinations(state(free), [at(2, 2)], new Map()).size).toBe(0);
  const many = Array.from({ length: 2_000 }, (_, index) => ({
    ...at(3, 0),
    mac: macAddress.parse(
      `02:00:00:00:${(index >> 8).toString(16).padStart(2, "0")}:${(index & 255).toString(16).padStart(2, "0")}`,
    ),
  }));
  expect(knownDestinations(state(limited(1), free), many, new Map()).get("1/10")).toHaveLength(1_024);
});
