import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MapEntry } from "@/agent/protocol";
import { hostTag } from "@/db/schema/datacenter";
import { tagPair } from "@/db/schema/vlan";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { desiredStateOf } from "../map/desired";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let aspen: Awaited<ReturnType<TestFabric["tenantWith"]>>;
let near: SimulatedAgent;
let far: SimulatedAgent;
/** VLAN 10 is in DC1 alone; VLAN 20 of the same rack reaches a resource in DC2. */
let lan: string;
let crossing: string;
let extensionId: string;
let target: string;

const COPY = { name: "copies", match: { etherType: 0x0800 } };
const mirror = (resourceId: string) => [{ ...COPY, action: { kind: "mirror" as const, resourceId } }];

beforeEach(async () => {
  fabric = await openTestFabric();
  aspen = await fabric.tenantWith({ site: fabric.dc1, vids: "10,20" });
  [near, far] = [simulateAgent(fabric, fabric.dc1), simulateAgent(fabric, fabric.dc2)];
  [lan = "", crossing = ""] = aspen.vlans.map(({ id }) => id);
  target = fabric.dc2.resources[0] ?? "";
  await aspen.api.extensions.request({ vlanId: lan, resourceId: fabric.dc1.resources[0] ?? "" });
  extensionId = (await aspen.api.extensions.request({ vlanId: crossing, resourceId: target, endVlan: 30 })).id;
});

afterEach(() => fabric.close());

async function approve(): Promise<void> {
  const [request] = await fabric.operator.api.requests.list({ state: "pending" });
  await fabric.operator.api.requests.approve({ id: request?.id ?? "" });
}

/** Both agents follow the feed, and what they arrive at is what the rows say. */
async function followed(): Promise<void> {
  for (const agent of [near, far]) await agent.catchUp();
  for (const agent of [near, far]) await agent.report();
  for (const [agent, { switchId }] of [[near, fabric.dc1] as const, [far, fabric.dc2] as const]) {
    // A report may change what is desired.
    await agent.catchUp();
    const rows = await fabric.db.transact((tx) => desiredStateOf(tx, switchId));
    expect(agent.state.hash).toBe(rows.hash);
    expect(byKey(agent.state.entries)).toEqual(byKey(rows.entries));
  }
}

const byKey = (entries: readonly MapEntry[]) => [...entries].sort((a, b) => (a.key < b.key ? -1 : 1));
const copiesAt = (agent: SimulatedAgent) => agent.state.entries.filter((entry) => entry.kind === "copy");

function actionsAt(agent: SimulatedAgent, key: string) {
  const found = agent.state.entries.find((entry) => entry.key === key);
  return found?.kind === "attachment" ? (found.rules ?? []).map(({ action }) => action) : [];
}

const pairs = () => fabric.db.read.select().from(tagPair).where(eq(tagPair.hostTag, aspen.rack.hostTag));
const idleWords = async () => (await aspen.api.rules.list({ vlanId: lan })).map(({ idle }) => idle);

describe("copies to a resource in another datacenter", () => {
  test("are refused at the field until the extension that leads there is approved", async () => {
    const refusal = await refusalOf(aspen.api.rules.replace({ vlanId: lan, rules: mirror(target) }));
    expect(refusal).toMatchObject({ code: "invalid", field: "rules.0.action.resourceId" });
    await approve();
    expect(await aspen.api.rules.replace({ vlanId: lan, rules: mirror(target) })).toMatchObject([{ idle: null }]);
  });

  test("cross under a pair of their own by the extension's pseudowire, and leave as its frames do", async () => {
    await approve();
    await aspen.api.rules.replace({ vlanId: lan, rules: mirror(target) });
    await followed();
    const [first, second, own, ...none] = await pairs();
    expect([first?.state, second?.state, own?.state, none]).toEqual(["held", "held", "held", []]);
    const pair = { hostTag: own?.hostTag, customerTag: own?.customerTag };
    const onward = { kind: "mirror", port: 5001, onward: { ...pair, innerVlan: 20 } };
    for (const key of ["1/10", "11/10"]) expect(actionsAt(near, key)).toEqual([onward]);
    const key = `5001/${pair.hostTag}.${pair.customerTag}`;
    expect(copiesAt(far)).toEqual([{ kind: "copy", key, port: 5001, ...pair, to: 11, clientVlan: 30 }]);
    expect(copiesAt(near)).toEqual([]);
    expect(actionsAt(far, "11/30")).toEqual([]);
  });

  test("stop with the extension, whose VLAN is another one, and begin again with the next", async () => {
    await approve();
    await aspen.api.rules.replace({ vlanId: lan, rules: mirror(target) });
    await aspen.api.extensions.release({ id: extensionId });
    await followed();
    expect([copiesAt(far), actionsAt(near, "1/10")]).toEqual([[], []]);
    expect(await idleWords()).toEqual(["Copies nothing: no extension of this rack reaches the resource now."]);
    expect((await pairs()).map(({ state }) => state)).toEqual(["held", "held", "quarantined"]);
    await followed();
    await aspen.api.extensions.request({ vlanId: crossing, resourceId: target });
    await approve();
    await followed();
    expect(copiesAt(far)).toMatchObject([{ to: 11, clientVlan: 20 }]);
    expect(await idleWords()).toEqual([null]);
    expect((await pairs()).map(({ state }) => state)).toEqual(["held", "held", "quarantined", "held"]);
  });

  test("end with the rule, and with the VLAN", async () => {
    await approve();
    await aspen.api.rules.replace({ vlanId: lan, rules: mirror(target) });
    await aspen.api.rules.replace({ vlanId: lan, rules: [] });
    await followed();
    expect(copiesAt(far)).toEqual([]);
    await aspen.api.rules.replace({ vlanId: lan, rules: mirror(target) });
    for (const { id, vlan } of await aspen.api.extensions.list())
      if (vlan.id === lan) await aspen.api.extensions.release({ id });
    await followed();
    await aspen.api.vlans.release({ id: lan });
    await followed();
    expect(copiesAt(far)).toEqual([]);
    expect((await pairs()).filter(({ state }) => state === "held")).toHaveLength(1);
  });

  test("are refused at the field when no customer tag is left for them, and nothing is changed", async () => {
    await approve();
    await fabric.db.transact((tx) =>
      tx.update(hostTag).set({ nextCustomerTag: 4095 }).where(eq(hostTag.tag, aspen.rack.hostTag)),
    );
    const refusal = await refusalOf(aspen.api.rules.replace({ vlanId: lan, rules: mirror(target) }));
    expect(refusal).toMatchObject({ code: "exhausted", field: "rules.0.action.resourceId" });
    expect(await aspen.api.rules.list({ vlanId: lan })).toEqual([]);
  });

  test("of another rack's VLAN are refused: nothing of that rack leads there", async () => {
    await approve();
    const rack = await aspen.api.racks.register({ name: "other", datacenterId: fabric.dc1.id, kind: "physical" });
    const [vlan] = await aspen.api.vlans.declare({ rackId: rack.id, vids: "10" });
    const refusal = await refusalOf(aspen.api.rules.replace({ vlanId: vlan?.id ?? "", rules: mirror(target) }));
    expect(refusal).toMatchObject({ code: "invalid", field: "rules.0.action.resourceId" });
  });

  test("are on the switch's map in words, for whom, and by which port they go on", async () => {
    await approve();
    await aspen.api.rules.replace({ vlanId: lan, rules: mirror(target) });
    await followed();
    const { rows } = await fabric.operator.api.switches.tagMap({ code: "212" });
    const copies = rows.filter(({ areCopies }) => areCopies);
    expect(copies).toMatchObject([
      { port: 5001, portKind: "pseudowire", segment: null, uplink: 11, kernel: "present", rack: "rack" },
    ]);
    expect(copies[0]?.words).toContain("leave by port 11 as frames of VLAN 30, one way");
    expect(rows).toHaveLength(far.state.entries.length);
  });
});

test("copies follow a machine that moves to another cloud", async () => {
  const [own] = await aspen.api.vlans.declare({ rackId: aspen.rack.id, vids: "40", cidr: "10.20.30.0/24" });
  const vlans = [{ vlanId: own?.id ?? "" }];
  const machine = await aspen.api.machines.create({ name: "watch", cloudId: fabric.dc1.cloudId, vlans });
  await aspen.api.extensions.request({ vlanId: lan, resourceId: machine.resourceId });
  await aspen.api.rules.replace({ vlanId: lan, rules: mirror(machine.resourceId) });
  await followed();
  const here = { kind: "mirror", port: machine.port.number };
  expect(actionsAt(near, "1/10")).toEqual([here]);
  await fabric.operator.api.machines.move({ id: machine.id, cloudId: fabric.dc2.cloudId });
  for (let round = 0; round < 3; round += 1) await followed();
  expect(actionsAt(near, "1/10")).toMatchObject([{ kind: "mirror", port: 5001, onward: { innerVlan: 10 } }]);
  expect(copiesAt(far)).toMatchObject([{ port: 5001, to: 1001, clientVlan: 10 }]);
});
