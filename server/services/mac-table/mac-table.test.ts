import { afterEach, beforeEach, expect, test } from "vitest";
import { macAddress, portNumber, segmentNumber } from "@/agent/protocol";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

const RACK = "02:00:00:00:00:0a";
const SERVER = "02:00:00:00:01:11";

let fabric: TestFabric;
let near: SimulatedAgent;
let far: SimulatedAgent;
let aspen: Awaited<ReturnType<TestFabric["tenantWith"]>>;

/** Rack at switch 116 port 1, VLAN 10, to 108.1 at port 11 there and to 208.1 at switch 212 port 11. */
beforeEach(async () => {
  fabric = await openTestFabric();
  near = simulateAgent(fabric, fabric.dc1);
  far = simulateAgent(fabric, fabric.dc2);
  aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const { vlanId } = aspen;
  await aspen.api.extensions.request({ vlanId, resourceId: fabric.dc1.resources[0] ?? "" });
  const crossing = await aspen.api.extensions.request({ vlanId, resourceId: fabric.dc2.resources[0] ?? "" });
  await fabric.operator.api.requests.approve({ id: crossing.request?.id ?? "" });
  await near.catchUp();
  await far.catchUp();
});

afterEach(() => fabric.close());

function learned(port: number, mac: string, segment = 1) {
  return { port: portNumber.parse(port), segment: segmentNumber.parse(segment), mac: macAddress.parse(mac) };
}

async function later(agent: SimulatedAgent, macs: ReturnType<typeof learned>[]): Promise<number> {
  fabric.clock.now += 1_000;
  await agent.report({ macs });
  return fabric.clock.now;
}

const table = () => aspen.api.vlans.macs({ vlanId: aspen.vlanId });

test("each address stands where its machine hangs, and where other switches have learned it", async () => {
  await later(near, []);
  await later(far, []);
  const at = await later(near, [learned(1, RACK), learned(5001, SERVER)]);
  await later(far, [learned(11, SERVER), learned(5001, RACK)]);
  const { rows } = await table();
  expect(rows.map((row) => [row.mac, row.datacenter.code, row.switchCode, row.port, row.far])).toEqual([
    [RACK, "DC1", "116", 1, "rack rack"],
    [SERVER, "DC2", "212", 11, "208.1"],
    [SERVER, "DC1", "116", 5001, "DC2 by the best path"],
    [RACK, "DC2", "212", 5001, "DC1 by the best path"],
  ]);
  expect(rows[0]).toMatchObject({ since: at, moved: null, portKind: "client" });
});

test("what was there before the portal began to listen is there since nobody knows when", async () => {
  await later(near, [learned(1, RACK)]);
  expect((await table()).rows[0]?.since).toBeNull();
});

test("an address that was at another port has moved, and from where is told", async () => {
  await later(near, [learned(1, RACK)]);
  const at = await later(near, [learned(11, RACK)]);
  await later(near, [learned(11, RACK)]);
  expect((await table()).rows).toMatchObject([{ port: 11, since: at, moved: { from: "rack rack", port: 1, at } }]);
});

test("how old the figures of each switch are is told, also of one that never spoke", async () => {
  await later(near, []);
  fabric.clock.now += 4_000;
  expect((await table()).switches).toEqual([
    { code: "116", datacenterCode: "DC1", ageMs: 4_000 },
    { code: "212", datacenterCode: "DC2", ageMs: null },
  ]);
});

test("addresses of other segments, and at ports that are not the VLAN's, are nobody's business here", async () => {
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  const resourceId = fabric.dc1.resources[1] ?? "";
  await birch.api.extensions.request({ vlanId: birch.vlanId, resourceId });
  await near.catchUp();
  await later(near, [learned(1, RACK), learned(2, SERVER, 2), learned(12, RACK)]);
  expect((await table()).rows.map(({ port }) => port)).toEqual([1]);
  const theirs = await birch.api.vlans.macs({ vlanId: birch.vlanId });
  expect(theirs.rows).toMatchObject([{ mac: SERVER, port: 2 }]);
});

test("a move from a port that the VLAN has left names nobody", async () => {
  const [, , third = ""] = fabric.dc1.resources;
  const { id } = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: third });
  await near.catchUp();
  await later(near, [learned(13, SERVER)]);
  await later(near, [learned(11, SERVER)]);
  expect((await table()).rows[0]?.moved?.from).toBe("108.3");
  await aspen.api.extensions.release({ id });
  await near.catchUp();
  await later(near, [learned(11, SERVER)]);
  expect((await table()).rows).toMatchObject([{ port: 11, moved: null }]);
});

test("a report from before the switch knew the VLAN shows nothing, whatever its numbers say", async () => {
  const cedar = await fabric.tenantWith({ site: fabric.dc2, name: "Cedar" });
  const resourceId = fabric.dc2.resources[1] ?? "";
  await later(far, [learned(1, RACK, 2)]);
  await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId });
  expect((await cedar.api.vlans.macs({ vlanId: cedar.vlanId })).rows).toEqual([]);
  await far.catchUp();
  await later(far, [learned(1, RACK, 2)]);
  expect((await cedar.api.vlans.macs({ vlanId: cedar.vlanId })).rows).toHaveLength(1);
});

test("another tenant's VLAN is as absent as one that never was; an operator sees any", async () => {
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  const { vlanId } = aspen;
  for (const call of [birch.api.vlans.macs({ vlanId }), birch.api.vlans.get({ id: vlanId })]) {
    expect(await refusalOf(call)).toMatchObject({ code: "not_found" });
  }
  expect(await refusalOf(birch.api.vlans.macs({ vlanId: "vlan_never" }))).toMatchObject({ code: "not_found" });
  await later(near, [learned(1, RACK)]);
  expect((await fabric.operator.api.vlans.macs({ vlanId })).rows).toHaveLength(1);
  expect(await aspen.api.vlans.get({ id: vlanId })).toMatchObject({ id: vlanId, vid: 10 });
});
