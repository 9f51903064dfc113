import { expect, test } from "vitest";
import type { LimitPlaceView, LimitsView } from "@/server/services/extension/limits-view";
import { limitRows } from "./limit-rows";
import { STANDARD_PROFILE } from "./profile-draft";

type Limit = LimitPlaceView["limits"][number];

function flood(bitsPerSecond: number, dropped: number | null = null): Limit {
  return { what: "flood", bitsPerSecond, frames: dropped === null ? null : dropped + 10, dropped };
}

function atBoth(resource: readonly Limit[], rack: readonly Limit[]): LimitsView {
  const common = { switchCode: "116", ageMs: 0, alarms: [] };
  return {
    places: [
      { ...common, end: "resource", name: "110A", port: 11, limits: resource },
      { ...common, end: "rack", name: "102A", port: 1, limits: rack },
    ],
  };
}

const floodRow = (view: LimitsView) => limitRows(STANDARD_PROFILE, view, "110A").find(({ what }) => what === "flood");

test("without a limit it says so, in each direction by its own name", () => {
  const rows = limitRows(STANDARD_PROFILE, { places: [] }, "110A");
  expect(rows.map(({ name, holds }) => `${name}: ${holds}`)).toEqual([
    "Bandwidth to 110A: no limit",
    "Bandwidth from 110A: no limit",
    "Floods: 5 % of the bandwidth",
    "Source addresses: any",
    "Control frames: all dropped: STP, pause, LACP, 802.1X and LLDP",
  ]);
});

test("a share is told as a rate, and the rack's where another extension of the VLAN widens it", () => {
  expect(floodRow(atBoth([flood(5_000_000)], [flood(5_000_000)]))?.holds).toBe("5 %: 5 Mbit/s");
  expect(floodRow(atBoth([flood(5_000_000)], [flood(9_000_000)]))?.holds).toContain("at the rack 9 Mbit/s");
  expect(floodRow(atBoth([flood(5_000_000)], []))?.holds).toContain("at the rack not limited");
});

test("what nobody has counted is not zero, and where nothing is limited there is nothing to count", () => {
  const row = floodRow(atBoth([flood(5_000_000)], [flood(5_000_000, 0)]));
  expect(row?.atResource).toEqual({ kind: "not counted" });
  expect(row?.atRack).toEqual({ kind: "counted", frames: 10, dropped: 0 });
  expect(floodRow({ places: [] })?.atRack).toEqual({ kind: "no limit" });
});

test("named addresses stand by themselves, with the quota in words", () => {
  const profile = { ...STANDARD_PROFILE, macQuota: 3, carried: ["lldp" as const] };
  const rows = limitRows(profile, { places: [] }, "110A");
  expect(rows.find(({ what }) => what === "macs")?.holds).toBe("any, at most 3 at once");
  expect(rows.find(({ what }) => what === "control")?.holds).toBe(
    "LLDP carried through; STP, pause, LACP and 802.1X dropped",
  );
});
