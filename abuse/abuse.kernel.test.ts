import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUM_STORM } from "./bum-storm";
import type { Case } from "./case";
import { COUNTERS } from "./counters";
import { L2CP } from "./l2cp";
import { MAC_FLOOD } from "./mac-flood";
import { MAC_SPOOF } from "./mac-spoof";
import { MTU } from "./mtu";
import { type AbuseStage, startAbuseStage } from "./stage";
import { VLAN_HOP } from "./vlan-hop";
import { VU855201 } from "./vu855201";

/** Figures that are not what was asked, in words. */
async function failures(stage: AbuseStage, one: Case) {
  const figures = await one.run(stage, "short");
  expect(figures.length).toBeGreaterThan(0);
  return figures.filter(({ met }) => !met).map(({ what, value, goal }) => `${what}: ${value}, not ${goal}`);
}

describe("on two switches and a line", () => {
  let stage: AbuseStage;

  beforeAll(async () => {
    stage = await startAbuseStage();
  });
  afterAll(() => stage?.stop());

  describe("a hostile tenant", () => {
    test("reaches nobody by any stack of tags", async () => {
      expect(await failures(stage, VLAN_HOP)).toEqual([]);
    });

    test("reaches nobody by priority tags and LLC/SNAP headers (VU#855201)", async () => {
      expect(await failures(stage, VU855201)).toEqual([]);
    });

    test("moves nobody's MAC addresses by speaking with them, and is named", async () => {
      expect(await failures(stage, MAC_SPOOF)).toEqual([]);
    });

    test("has no more addresses in the table than its quota, however many it sends from", async () => {
      expect(await failures(stage, MAC_FLOOD)).toEqual([]);
    });

    test("floods its own segment no faster than was ordered, be it by unknown unicast", async () => {
      expect(await failures(stage, BUM_STORM)).toEqual([]);
    });

    test("gets control frames through as ordered, and none to the switch itself", async () => {
      expect(await failures(stage, L2CP)).toEqual([]);
    });
  });

  test("counters are exact in frames and octets, also when a rule was made anew", async () => {
    expect(await failures(stage, COUNTERS)).toEqual([]);
  });
});

describe("over narrow links of each kind", () => {
  let stage: AbuseStage;

  beforeAll(async () => {
    stage = await startAbuseStage(MTU.world);
  });
  afterAll(() => stage?.stop());

  test("what is said to fit fits, and the rest is counted as drops", async () => {
    expect(await failures(stage, MTU)).toEqual([]);
  });
});
