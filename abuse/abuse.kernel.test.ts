import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Case } from "./case";
import { COUNTERS } from "./counters";
import { MAC_SPOOF } from "./mac-spoof";
import { type AbuseStage, startAbuseStage } from "./stage";
import { VLAN_HOP } from "./vlan-hop";
import { VU855201 } from "./vu855201";

let stage: AbuseStage;

beforeAll(async () => {
  stage = await startAbuseStage();
});
afterAll(() => stage?.stop());

/** Figures that are not what was asked, in words. */
async function failures(one: Case) {
  const figures = await one.run(stage, "short");
  expect(figures.length).toBeGreaterThan(0);
  return figures.filter(({ met }) => !met).map(({ what, value, goal }) => `${what}: ${value}, not ${goal}`);
}

describe("a hostile tenant", () => {
  test("reaches nobody by any stack of tags", async () => {
    expect(await failures(VLAN_HOP)).toEqual([]);
  });

  test("reaches nobody by priority tags and LLC/SNAP headers (VU#855201)", async () => {
    expect(await failures(VU855201)).toEqual([]);
  });

  test("moves nobody's MAC addresses by speaking with them", async () => {
    expect(await failures(MAC_SPOOF)).toEqual([]);
  });
});

test("counters are exact in frames and octets, also when a rule was made anew", async () => {
  expect(await failures(COUNTERS)).toEqual([]);
});
