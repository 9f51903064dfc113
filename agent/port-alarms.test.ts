import { describe, expect, test } from "vitest";
import { PortAlarms } from "./port-alarms";
import { type DesiredState, desiredHash, macAddress, mapEntry, portNumber, segmentNumber } from "./protocol";

const GATEWAY = macAddress.parse("02:00:00:00:00:50");

/** Attachments at ports 1 and 11 of one segment, and a trunk. */
function state(macs: string[] | null = null): DesiredState {
  const pair = { hostTag: 100, customerTag: 200, segment: 11 };
  const profile = { bandwidth: null, flood: null, macs, macQuota: 2, carried: [] };
  const entries = [
    ...[1, 11].map((port) => ({ kind: "attachment", key: `${port}/10`, port, clientVlan: 10, ...pair, profile })),
    { kind: "trunk", key: "1001/100.200", port: 1001, ...pair },
  ].map((entry) => mapEntry.parse(entry));
  const parts = { ports: [], links: [], transits: [], entries };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

const refused = (dropped: number) => [{ key: "1/10", what: "macs", frames: dropped, dropped }];
const at = (port: number) => [{ port: portNumber.parse(port), segment: segmentNumber.parse(11), mac: GATEWAY }];

describe("an alarm", () => {
  test("names the port at which a source comes in that the profile does not declare, and counts its frames", () => {
    const alarms = new PortAlarms();
    const declared = state(["02:00:00:00:00:01"]);
    for (const [index, dropped] of [3, 8, 15].entries()) alarms.read(declared, refused(dropped), index * 1_000);
    const sign = { kind: "undeclared_address", key: "1/10", port: 1, segment: 11, mac: null, other: null };
    expect(alarms.alarms).toEqual([{ ...sign, count: 12, since: 1_000, last: 2_000 }]);
  });

  test("says so when it is a quota that is full", () => {
    const alarms = new PortAlarms();
    alarms.read(state(), refused(0), 0);
    alarms.read(state(), refused(5), 1_000);
    expect(alarms.alarms).toMatchObject([{ kind: "too_many_addresses", port: 1 }]);
  });

  test("is not raised for what was refused before the agent began", () => {
    const alarms = new PortAlarms();
    alarms.read(state(), refused(5), 1_000);
    alarms.read(state(), refused(5), 2_000);
    expect(alarms.alarms).toEqual([]);
  });

  test("ends a minute after its last sign, and with its attachment", () => {
    const alarms = new PortAlarms();
    alarms.read(state(), refused(0), 0);
    alarms.read(state(), refused(5), 1_000);
    alarms.read(state(), refused(5), 61_000);
    expect(alarms.alarms).toHaveLength(1);
    alarms.read(state(), refused(5), 61_001);
    expect(alarms.alarms).toEqual([]);
    alarms.read(state(), refused(6), 62_000);
    expect(alarms.alarms).toHaveLength(1);
    alarms.read({ ...state(), entries: [] }, [], 62_001);
    expect(alarms.alarms).toEqual([]);
  });

  test("names both ports between which an address moves again and again", () => {
    const alarms = new PortAlarms();
    for (const [index, port] of [11, 1, 11, 1].entries()) alarms.readAddresses(state(), at(port), index * 3_000);
    const sign = { kind: "moving_address", segment: 11, mac: GATEWAY, count: 3, since: 9_000, last: 9_000 };
    expect(alarms.alarms).toEqual([
      { ...sign, key: "1/10", port: 1, other: 11 },
      { ...sign, key: "11/10", port: 11, other: 1 },
    ]);
  });

  test("is not raised for a machine that moves, nor for a cable that is pulled and put back, nor on a trunk alone", () => {
    const alarms = new PortAlarms();
    for (const [index, port] of [11, 1, 11, 11].entries()) alarms.readAddresses(state(), at(port), index * 3_000);
    expect(alarms.alarms).toEqual([]);
    for (const [index, port] of [1, 11, 1].entries()) alarms.readAddresses(state(), at(port), 200_000 + index * 61_000);
    expect(alarms.alarms).toEqual([]);
    const onTrunks = new PortAlarms();
    for (const [index, port] of [1001, 1002, 1001, 1002].entries()) {
      onTrunks.readAddresses(state(), at(port), index * 3_000);
    }
    expect(onTrunks.alarms).toEqual([]);
  });
});
