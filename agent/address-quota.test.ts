import { describe, expect, test } from "vitest";
import { AddressQuota } from "./address-quota";
import { type DesiredState, desiredHash, desiredPort, macAddress, mapEntry, segmentNumber } from "./protocol";

const place = { kind: "attachment", key: "1/10", port: 1, clientVlan: 10, hostTag: 100, customerTag: 200, segment: 11 };

function allowing(macQuota: number | null, macs: string[] | null = null): DesiredState {
  const profile = { bandwidth: null, flood: null, macs, macQuota, carried: [] };
  const entries = [mapEntry.parse({ ...place, profile })];
  const parts = { ports: [desiredPort.parse({ number: 1, kind: "client" })], links: [], transits: [], entries };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

const mac = (last: number) => macAddress.parse(`02:00:00:00:00:${String(last).padStart(2, "0")}`);
const port = desiredPort.parse({ number: 1, kind: "client" }).number;
const learned = (...lasts: number[]) =>
  lasts.map((last) => ({ port, segment: segmentNumber.parse(11), mac: mac(last) }));

describe("a quota of addresses", () => {
  test("asks nobody while there is room", () => {
    const quota = new AddressQuota();
    quota.read(allowing(3), learned(1, 2), 0);
    expect([...quota.full]).toEqual([]);
    expect(quota.overfull).toEqual([]);
  });

  test("that is just full admits those that it has", () => {
    const quota = new AddressQuota();
    quota.read(allowing(2), learned(1, 2), 0);
    expect(quota.full.get("1/10")).toEqual([mac(1), mac(2)]);
    expect(quota.overfull).toEqual([]);
  });

  test("keeps the addresses that came first when a flood follows, and has the others forgotten", () => {
    const quota = new AddressQuota();
    quota.read(allowing(2), learned(7), 0);
    quota.read(allowing(2), learned(1, 2, 3, 7), 1_000);
    expect(quota.full.get("1/10")).toEqual([mac(7), mac(1)]);
    expect(quota.overfull).toEqual([{ device: "b-1", vid: 11 }]);
    quota.read(allowing(2), [], 2_000);
    expect(quota.full.get("1/10")).toEqual([mac(7), mac(1)]);
    expect(quota.overfull).toEqual([]);
  });

  test("has room again when an address was not there for five minutes", () => {
    const quota = new AddressQuota();
    quota.read(allowing(2), learned(1, 2), 0);
    quota.read(allowing(2), learned(1), 300_000);
    expect(quota.full.get("1/10")).toHaveLength(2);
    quota.read(allowing(2), learned(1), 300_001);
    expect([...quota.full]).toEqual([]);
    quota.read(allowing(2), learned(1, 3), 301_000);
    expect(quota.full.get("1/10")).toEqual([mac(1), mac(3)]);
  });

  test("plays no part where there is none, or where addresses are declared", () => {
    const quota = new AddressQuota();
    quota.read(allowing(null), learned(1, 2), 0);
    expect([...quota.full]).toEqual([]);
    quota.read(allowing(1, [mac(9)]), learned(1, 2), 0);
    expect([...quota.full]).toEqual([]);
  });
});
