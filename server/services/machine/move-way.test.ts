import { afterEach, beforeEach, expect, test } from "vitest";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import type { OrderInput } from "../extension/schemas";
import { openTestFabric, type Site, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let dc3: Site;
let agents: SimulatedAgent[];
let aspen: Awaited<ReturnType<TestFabric["tenantWith"]>> & { readonly vlanId: string };

/** Lines 224 and 225 from DC1 to DC2, 226 from DC1 to DC3; a tenant's rack with VLAN 10, 10.20.30.0/24, in DC1. */
beforeEach(async () => {
  fabric = await openTestFabric();
  dc3 = await fabric.site("DC3", "262", "308", 1304, 3000);
  await fabric.layLine("225", fabric.dc1, fabric.dc2, { cost: 20 });
  await fabric.layLine("226", fabric.dc1, dc3);
  agents = [fabric.dc1, fabric.dc2, dc3].map((site) => simulateAgent(fabric, site));
  const tenant = await fabric.tenantWith({ site: fabric.dc1, name: "Aspen", vids: "20" });
  const [vlan] = await tenant.api.vlans.declare({ rackId: tenant.rack.id, vids: "10", cidr: "10.20.30.0/24" });
  aspen = { ...tenant, vlanId: vlan?.id ?? "" };
});

afterEach(() => fabric.close());

/** Every agent follows, and reports that all is as desired. */
async function settle(): Promise<void> {
  for (const agent of agents) await agent.catchUp();
  for (const agent of agents) await agent.report();
}

/** A machine in DC2 that an extension reaches by a way, both in force. */
async function reached(way?: OrderInput["way"]): Promise<{ id: string; extensionId: string }> {
  const machine = { name: "web", cloudId: fabric.dc2.cloudId };
  const placed = await aspen.api.machines.order({ vlanId: aspen.vlanId, machine, way });
  await fabric.operator.api.requests.approve({ id: placed.request?.id ?? "" });
  for (const _ of [1, 2]) await settle();
  return { id: placed.resource.machineId ?? "", extensionId: placed.id };
}

/** Reports until a move that was begun is done. */
async function carriedOut(): Promise<void> {
  for (const wait of [0, 0, 1_000, 5_000]) {
    fabric.clock.now += wait;
    await settle();
  }
}

const moveOf = async (id: string) => (await aspen.api.machines.get({ id })).moves[0];
const wires = async () =>
  (await fabric.operator.api.links.pseudowires()).map(({ a, b, way }) => `${a.switchCode}-${b.switchCode} ${way}`);

/** What the switches are asked to hold, by number and hash: the same when nothing was made. */
async function asked(): Promise<string[]> {
  for (const agent of agents) await agent.catchUp();
  return agents.map(({ state }) => `${state.number} ${state.hash}`);
}

/** A move that is refused at the choice of the cloud, and leaves nothing behind. */
async function refusedTo(id: string, cloudId: string): Promise<string> {
  const before = await asked();
  const refusal = await refusalOf(aspen.api.machines.move({ id, cloudId }));
  expect(refusal).toMatchObject({ code: "conflict", field: "cloudId" });
  expect(await aspen.api.machines.get({ id })).toMatchObject({ state: "running", moves: [] });
  expect(await asked()).toEqual(before);
  return refusal.message;
}

test("links to avoid are avoided on the way to the new place, and the way that was left is gone", async () => {
  const { id, extensionId } = await reached({ avoid: ["224"] });
  expect(await aspen.api.extensions.get({ id: extensionId })).toMatchObject({ linkCodes: ["225"] });
  await fabric.operator.api.machines.move({ id, cloudId: dc3.cloudId });
  // Only looked at until it is switched over.
  expect(await wires()).not.toContain("116-262 avoid 224");
  await carriedOut();
  expect(await moveOf(id)).toMatchObject({ stage: "done" });
  expect(await aspen.api.extensions.get({ id: extensionId })).toMatchObject({
    state: "configured",
    linkCodes: ["226"],
  });
  expect(await wires()).toEqual(["116-212 ", "116-262 ", "212-262 ", "116-262 avoid 224"]);
});

test("they are avoided still after a stay in the rack's own datacenter, where no link is crossed", async () => {
  const { id, extensionId } = await reached({ avoid: ["224"] });
  for (const { cloudId } of [fabric.dc1, fabric.dc2]) {
    await fabric.operator.api.machines.move({ id, cloudId });
    await carriedOut();
  }
  expect(await aspen.api.extensions.get({ id: extensionId })).toMatchObject({
    state: "configured",
    linkCodes: ["225"],
  });
});

test("a link that the extension was ordered over and that does not lead there is named", async () => {
  const { id } = await reached({ via: ["225"] });
  await fabric.layLine("228", fabric.dc2, dc3);
  await fabric.operator.api.links.update({ code: "228", state: "drained" });
  expect(await refusedTo(id, dc3.cloudId)).toBe(
    "The extension of VLAN 10 of rack was ordered by a path that goes over link 225, and that cannot be kept. " +
      "Nothing leads from rack (switch 116, DC1) to web (switch 262, DC3). No path goes over link 225. " +
      "Choose another cloud, or release it and order anew.",
  );
  await fabric.operator.api.links.update({ code: "228", state: "in_service" });
  expect(await aspen.api.machines.move({ id, cloudId: dc3.cloudId })).toMatchObject({
    moves: [{ stage: "awaiting_approval" }],
  });
});

test("so is the way by which the VLAN goes there already", async () => {
  const { id } = await reached({ avoid: ["224"] });
  const other = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: dc3.resources[0] ?? "" });
  expect(other.state).toBe("awaiting_approval");
  expect(await refusedTo(id, dc3.cloudId)).toContain(
    "ordered by a path that avoids link 224, and that cannot be kept. This VLAN goes to DC3 already, by the best path",
  );
  await aspen.api.extensions.release({ id: other.id });
  await aspen.api.machines.move({ id, cloudId: dc3.cloudId });
});

test("a hop that does not carry the frames that were ordered is named with its octets", async () => {
  const narrow = await fabric.site("DC4", "272", "408", 1404, 3500);
  await fabric.layLine("229", fabric.dc1, narrow, { mtu: 1_500 });
  const { id } = await reached();
  expect(await refusedTo(id, narrow.cloudId)).toBe(
    "The extension of VLAN 10 of rack was ordered for frames with 1500 octets, which would be lost on the new way. " +
      "Line 229 carries 1500 octets: with its tags a frame of yours may hold 1470 of the usual 1500. Choose another cloud.",
  );
});

test("an operator who approves is told what has changed since it was asked, and may reject", async () => {
  const { id } = await reached();
  const { machines, links } = fabric.operator.api;
  const waiting = (await aspen.api.machines.move({ id, cloudId: dc3.cloudId })).moves[0];
  await links.update({ code: "226", state: "drained" });
  expect(await refusalOf(machines.approveMove({ id: waiting?.id ?? "" }))).toMatchObject({
    ...{ code: "conflict", field: "cloudId" },
    message:
      "The extension of VLAN 10 of rack cannot follow. Nothing leads from rack (switch 116, DC1) to web (switch 262, DC3). " +
      "No link in service joins them. Choose another cloud, or release it first.",
  });
  expect(await moveOf(id)).toMatchObject({ stage: "awaiting_approval", decidedByName: null });
  await links.update({ code: "226", state: "in_service" });
  await machines.approveMove({ id: waiting?.id ?? "" });
  await links.update({ code: "226", state: "drained" });
  await carriedOut();
  expect(await moveOf(id)).toMatchObject({ stage: "failed", reason: expect.stringContaining("cannot follow") });
  expect(await aspen.api.machines.get({ id })).toMatchObject({ state: "running", cloud: { code: "208" } });
});
