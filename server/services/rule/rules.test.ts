import { afterEach, beforeEach, expect, test } from "vitest";
import type { MapEntry } from "@/agent/protocol";
import { tagPair } from "@/db/schema/vlan";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let aspen: Awaited<ReturnType<TestFabric["tenantWith"]>>;
let agent: SimulatedAgent;
let extensionId: string;

beforeEach(async () => {
  fabric = await openTestFabric();
  aspen = await fabric.tenantWith({ site: fabric.dc1 });
  agent = simulateAgent(fabric, fabric.dc1);
  const resourceId = fabric.dc1.resources[0] ?? "";
  extensionId = (await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId })).id;
  await agent.catchUp();
  await agent.report();
});

afterEach(() => fabric.close());

/** The entry at a port, as the switch is asked to hold it. */
function entryAt(port: number): MapEntry & { kind: "attachment" } {
  const found = agent.state.entries.find((entry) => entry.port === port);
  if (found?.kind !== "attachment") throw new Error(`nothing at port ${port}`);
  return found;
}

const stateNow = async () => (await aspen.api.extensions.get({ id: extensionId })).state;
const TELNET = {
  name: "no telnet",
  match: { ipProtocol: "tcp" as const, destinationPort: 23 },
  action: { kind: "drop" as const },
};

test("an order without a profile limits floods to 5 % at both ends and nothing else", () => {
  const flood = 50_000_000;
  expect(entryAt(11).profile).toEqual({ bandwidth: null, flood, macs: null, macQuota: null, carried: [] });
  expect(entryAt(1).profile).toEqual({ bandwidth: null, flood, macs: null, macQuota: null, carried: [] });
});

test("a profile reaches the resource's port; the rack's port takes floods and control frames of the widest", async () => {
  const profile = { bandwidth: 100_000_000, floodPercent: 10, macs: null, macQuota: 8, carried: ["lldp" as const] };
  await aspen.api.extensions.setProfile({ id: extensionId, profile });
  expect(await stateNow()).toBe("allocated");
  expect(await agent.catchUp()).toBe("changes");
  expect(entryAt(11).profile).toEqual({
    ...{ bandwidth: 100_000_000, flood: 10_000_000, macs: null, macQuota: 8, carried: ["lldp"] },
  });
  expect(entryAt(1).profile).toMatchObject({ bandwidth: null, flood: 10_000_000, carried: ["lldp"] });
  await agent.report();
  expect(await stateNow()).toBe("configured");
});

test("rules stand at both ends in their order, all or none, and their hits add up", async () => {
  const rules = [TELNET, { ...TELNET, name: "printers", match: { sourceMac: "02:00:00:00:00:09" } }];
  const made = await aspen.api.rules.replace({ vlanId: aspen.vlanId, rules });
  expect(made.map(({ name, words, hits }) => [name, words, hits])).toEqual([
    ["no telnet", "drop TCP to port 23", null],
    ["printers", "drop frames from 02:00:00:00:00:09", null],
  ]);
  await agent.catchUp();
  for (const port of [1, 11]) expect(entryAt(port).rules?.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
  const [first] = made;
  const hits = [1, 11].map((port) => ({ key: `${port}/10`, what: first?.id ?? "", frames: 3, dropped: 3 }));
  await agent.report({ hits });
  expect((await aspen.api.rules.list({ vlanId: aspen.vlanId }))[0]).toMatchObject({ hits: 6, dropped: 6 });
});

test("a rule that stays keeps its id, and an id that the VLAN never had is not taken over", async () => {
  const [made] = await aspen.api.rules.replace({ vlanId: aspen.vlanId, rules: [TELNET] });
  const again = [
    { ...TELNET, name: "first" },
    { ...TELNET, id: made?.id },
    { ...TELNET, id: "rule_of_another" },
  ];
  const ids = (await aspen.api.rules.replace({ vlanId: aspen.vlanId, rules: again })).map(({ id }) => id);
  expect(ids[1]).toBe(made?.id);
  expect(ids[2]).not.toBe("rule_of_another");
  expect(new Set(ids).size).toBe(3);
});

test("a copy goes to what the rack reaches alone, and on its own switch it takes no tag", async () => {
  const [own = "", foreign = ""] = fabric.dc1.resources;
  const mirror = (resourceId: string) => [{ ...TELNET, action: { kind: "mirror" as const, resourceId } }];
  const rules = [TELNET, ...mirror(foreign)];
  const refusal = await refusalOf(aspen.api.rules.replace({ vlanId: aspen.vlanId, rules }));
  expect(refusal).toMatchObject({ code: "invalid", field: "rules.1.action.resourceId" });
  await aspen.api.rules.replace({ vlanId: aspen.vlanId, rules: mirror(own) });
  await agent.catchUp();
  expect(entryAt(1).rules?.[0]?.action).toEqual({ kind: "mirror", port: 11 });
  expect(await fabric.db.read.select().from(tagPair)).toHaveLength(1);
});

test.each([
  [{ destinationPort: 23 }, "Ports belong to TCP or UDP"],
  [{ sourceIp: "10.0.0.0/8", etherType: 0x86dd }, "leave the EtherType out"],
  [{}, "must match something"],
])("a rule that matches %j is refused with a sentence", async (match, sentence) => {
  const rules = [{ ...TELNET, match }];
  const refusal = await refusalOf(aspen.api.rules.replace({ vlanId: aspen.vlanId, rules }));
  expect(refusal.code).toBe("invalid");
  expect(refusal.message).toContain(sentence);
  expect(await aspen.api.rules.list({ vlanId: aspen.vlanId })).toEqual([]);
});

test("another tenant's VLAN and extension are not found", async () => {
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  const { vlanId } = aspen;
  expect(await refusalOf(birch.api.rules.list({ vlanId }))).toMatchObject({ code: "not_found" });
  expect(await refusalOf(birch.api.rules.replace({ vlanId, rules: [] }))).toMatchObject({ code: "not_found" });
  const { profile } = await aspen.api.extensions.get({ id: extensionId });
  const change = birch.api.extensions.setProfile({ id: extensionId, profile });
  expect(await refusalOf(change)).toMatchObject({ code: "not_found" });
});

test("another VLAN id at the resource's end: its port takes that one, and the segment's frames keep the rack's", async () => {
  const [, second = ""] = fabric.dc1.resources;
  await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: second, endVlan: 77 });
  await agent.catchUp();
  expect(entryAt(12)).toMatchObject({ key: "12/77", clientVlan: 77, innerVlan: 10 });
  expect(entryAt(1).innerVlan).toBeUndefined();
});
