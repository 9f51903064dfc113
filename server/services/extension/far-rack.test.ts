import { afterEach, beforeEach, expect, test } from "vitest";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

type Tenant = Awaited<ReturnType<TestFabric["tenantWith"]>>;

let fabric: TestFabric;
let agents: SimulatedAgent[];
let aspen: Tenant;

beforeEach(async () => {
  fabric = await openTestFabric();
  agents = [simulateAgent(fabric, fabric.dc1), simulateAgent(fabric, fabric.dc2)];
  aspen = await fabric.tenantWith({ site: fabric.dc1, vids: "30", name: "Aspen" });
});

afterEach(() => fabric.close());

async function settle(): Promise<void> {
  for (const agent of [...agents, ...agents]) {
    await agent.catchUp();
    await agent.report();
  }
}

/** Another rack of aspen's. */
function rackIn(site: { id: string }, name: string) {
  return aspen.api.racks.register({ name, datacenterId: site.id, kind: "physical" });
}

async function extendTo(resourceId: string, endVlan?: number) {
  const placed = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId, endVlan });
  if (placed.request !== null) await fabric.operator.api.requests.approve({ id: placed.request.id });
  return aspen.api.extensions.get({ id: placed.id });
}

test("a VLAN goes to another rack across datacenters by an approved order, under another id there", async () => {
  const far = await rackIn(fabric.dc2, "far");
  const recap = await aspen.api.extensions.recap({ vlanId: aspen.vlanId, resourceId: far.id, endVlan: 31 });
  expect(recap.approval).toMatchObject({ needed: true });
  expect(
    recap.changes.map(({ switchCode, add }) => [switchCode, add.map((row) => [row.portKind, row.clientVlan])]),
  ).toEqual([
    [
      "116",
      [
        ["client", 30],
        ["pseudowire", null],
      ],
    ],
    [
      "212",
      [
        ["client", 31],
        ["pseudowire", null],
      ],
    ],
  ]);

  const { id } = await extendTo(far.id, 31);
  await settle();
  const view = await aspen.api.extensions.get({ id });
  expect(view).toMatchObject({
    state: "configured",
    resource: { name: "far", rackId: far.id, cloudCode: null, directLink: null, vid: 31, datacenterCode: "DC2" },
    crossDatacenter: true,
    linkCodes: ["224"],
  });
  const path = await aspen.api.paths.get({ extensionId: id });
  expect(path.toResource.hops.at(-1)).toMatchObject({ kind: "machine", name: "far", datacenter: "DC2" });
  expect(path.toResource.legs.at(-1)?.stack).toEqual([{ kind: "client", value: 31, format: 0x8100 }]);
  const log = await aspen.api.extensions.steps({ id });
  const rows = log.methods.flatMap(({ steps }) => steps).flatMap(({ evidence }) => evidence);
  expect(rows.map(({ value }) => value)).toContain("far, physical, in DC2, at switch 212, port 1");
});

test("a rack of the same datacenter needs no approval, and its port is a client's in the map", async () => {
  const beside = await rackIn(fabric.dc1, "beside");
  const view = await extendTo(beside.id);
  expect(view).toMatchObject({ state: "allocated", request: null, crossDatacenter: false });
  const map = await fabric.operator.api.switches.tagMap({ code: "116" });
  expect(map.rows.map(({ port, portKind, clientVlan }) => [port, portKind, clientVlan])).toEqual([
    [1, "client", 30],
    [2, "client", 30],
  ]);
  expect(map.ports.find(({ number }) => number === 2)?.far).toBe("rack beside");
});

test("a VLAN id that the far rack has declared is refused there, named with its rack and port, and another one is taken", async () => {
  const far = await rackIn(fabric.dc2, "far");
  await aspen.api.vlans.declare({ rackId: far.id, vids: "30", name: "own" });
  const order = { vlanId: aspen.vlanId, resourceId: far.id };
  expect(await refusalOf(aspen.api.extensions.request(order))).toEqual({
    ...{ code: "conflict", field: "endVlan" },
    message:
      'VLAN 30 is declared on rack far (port 1 of switch 212), as "own", and one port tells VLANs apart by their ids alone. ' +
      "Choose another VLAN id at that rack, or release that VLAN.",
  });
  expect((await extendTo(far.id, 300)).state).toBe("allocated");
});

test("a VLAN id that an extension uses at a rack cannot be declared there until the extension has ended", async () => {
  const far = await rackIn(fabric.dc2, "far");
  const placed = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: far.id, endVlan: 31 });
  const declare = (vids: string) => aspen.api.vlans.declare({ rackId: far.id, vids });
  expect(await refusalOf(declare("31"))).toMatchObject({
    code: "conflict",
    message:
      "VLAN 31 of rack far (switch 212, port 1) is used by the extension of VLAN 30 of rack, which arrives there. " +
      "Choose 32 (the next free one), or release it.",
  });
  await declare("30");
  await aspen.api.extensions.release({ id: placed.id });
  await declare("31");
});

test("a rack stays while extensions arrive there, and is no far end once it is released", async () => {
  const far = await rackIn(fabric.dc2, "far");
  const { id } = await extendTo(far.id);
  expect((await refusalOf(aspen.api.racks.release({ id: far.id }))).message).toBe(
    "Rack far is the far end of extensions: VLAN 30 of rack. Release those extensions first, then the rack.",
  );
  await aspen.api.extensions.release({ id });
  await settle();
  await aspen.api.racks.release({ id: far.id });
  const again = await refusalOf(aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: far.id }));
  expect(again.code).toBe("not_found");
  expect((await aspen.api.extensions.get({ id })).resource.name).toBe("far");
  expect((await rackIn(fabric.dc2, "far")).port).toEqual({ switchCode: "212", number: 1 });
});

test("a rack of another tenant is as absent as one that never was, and a VLAN's own rack is no far end of it", async () => {
  const birch = await fabric.tenantWith({ site: fabric.dc2, name: "Birch" });
  const to = (resourceId: string) => refusalOf(aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId }));
  expect((await to(birch.rack.id)).code).toBe("not_found");
  expect((await to(aspen.rack.id)).message).toContain("is the rack that this VLAN is of");
});

test("a rack that waits for a cable is no far end yet, and one as soon as it has a port", async () => {
  const ports = [];
  for (let index = 0; index < 6; index += 1) ports.push(await rackIn(fabric.dc2, `rack ${index}`));
  const waiting = await rackIn(fabric.dc2, "waiting");
  const order = { vlanId: aspen.vlanId, resourceId: waiting.id };
  expect((await refusalOf(aspen.api.extensions.request(order))).message).toContain("Rack waiting waits for a cable");
  await aspen.api.racks.release({ id: ports[0]?.id ?? "" });
  expect((await aspen.api.extensions.request(order)).state).toBe("awaiting_approval");
});

test("a VLAN with two racks and a resource is one star: each switch has it at each port once", async () => {
  const [beside, far] = [await rackIn(fabric.dc1, "beside"), await rackIn(fabric.dc2, "far")];
  for (const id of [beside.id, far.id, fabric.dc2.resources[0] ?? ""]) await extendTo(id);
  const map = async (code: string) =>
    (await fabric.operator.api.switches.tagMap({ code })).rows.map(({ port }) => port).sort((a, b) => a - b);
  expect(await map("116")).toEqual([1, 2, 5001]);
  expect(await map("212")).toEqual([1, 11, 5001]);
});

test("the rack's page lists what arrives there beside what leaves it", async () => {
  const far = await rackIn(fabric.dc2, "far");
  const { id } = await extendTo(far.id);
  const at = async (rackId: string) => (await aspen.api.extensions.list({ rackId })).map((view) => view.id);
  expect(await at(far.id)).toEqual([id]);
  expect(await at(aspen.rack.id)).toEqual([id]);
});
