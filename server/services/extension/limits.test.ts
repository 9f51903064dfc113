import { afterEach, beforeEach, expect, test } from "vitest";
import { portNumber, segmentNumber } from "@/agent/protocol";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let aspen: Awaited<ReturnType<TestFabric["tenantWith"]>>;
let agent: SimulatedAgent;
let extensionId: string;

/** Rack at switch 116 port 1, VLAN 10, to 108.1 at port 11 there under VLAN id 77, with limits of every kind. */
beforeEach(async () => {
  fabric = await openTestFabric();
  aspen = await fabric.tenantWith({ site: fabric.dc1 });
  agent = simulateAgent(fabric, fabric.dc1);
  const profile = { bandwidth: 100_000_000, floodPercent: 10, macs: null, macQuota: 8, carried: ["lldp" as const] };
  const order = { vlanId: aspen.vlanId, resourceId: fabric.dc1.resources[0] ?? "", endVlan: 77, profile };
  extensionId = (await aspen.api.extensions.request(order)).id;
  await agent.catchUp();
});

afterEach(() => fabric.close());

const limits = () => aspen.api.extensions.limits({ id: extensionId });

test("the resource's port enforces every limit, the rack's what its extensions share, and nothing is counted at first", async () => {
  const { places } = await limits();
  expect(places.map(({ end, name, switchCode, port }) => [end, name, switchCode, port])).toEqual([
    ["resource", "108.1", "116", 11],
    ["rack", "rack", "116", 1],
  ]);
  const [atResource, atRack] = places.map((place) => place.limits.map(({ what }) => what));
  expect(atResource).toEqual(["bandwidth out", "bandwidth in", "flood", "macs", "control"]);
  expect(atRack).toEqual(["flood", "control"]);
  expect(places.map(({ ageMs }) => ageMs)).toEqual([null, null]);
  expect(places.flatMap((place) => place.limits.map(({ dropped }) => dropped))).toEqual(Array(7).fill(null));
});

test("what a limit met and dropped is told at the end where it was met, under the VLAN id there", async () => {
  const hit = (key: string, what: string, frames: number, dropped: number) => ({ key, what, frames, dropped });
  const foreign = hit("12/10", "flood", 500, 500);
  await agent.report({ hits: [hit("11/77", "bandwidth in", 90, 30), hit("1/10", "flood", 7, 0), foreign] });
  fabric.clock.now += 2_000;
  const [atResource, atRack] = (await limits()).places;
  expect(atResource).toMatchObject({ ageMs: 2_000 });
  expect(atResource?.limits.find(({ what }) => what === "bandwidth in")).toEqual({
    ...{ what: "bandwidth in", bitsPerSecond: 100_000_000, frames: 90, dropped: 30 },
  });
  expect(atResource?.limits.find(({ what }) => what === "flood")).toMatchObject({ frames: null, dropped: null });
  expect(atRack?.limits.find(({ what }) => what === "flood")).toMatchObject({
    ...{ bitsPerSecond: 10_000_000, frames: 7, dropped: 0 },
  });
});

test("an alarm at an end shows there, and no other port's", async () => {
  const sign = { segment: segmentNumber.parse(1), mac: null, other: null, count: 9, since: 1, last: 2 };
  const alarm = (port: number, key: string) => ({
    ...{ kind: "undeclared_address" as const, port: portNumber.parse(port), key, ...sign },
  });
  await agent.report({ alarms: [alarm(1, "1/10"), alarm(12, "12/10")] });
  const { places } = await limits();
  expect(places.map(({ alarms }) => alarms)).toEqual([[], [alarm(1, "1/10")]]);
  const { alarms } = await fabric.operator.api.switches.tagMap({ code: "116" });
  expect(alarms.map(({ port }) => port)).toEqual([1, 12]);
});

test("nothing is enforced once it is released, and what a later owner of the port is told stays the later owner's", async () => {
  await aspen.api.extensions.release({ id: extensionId });
  await agent.catchUp();
  await agent.report();
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  const order = { vlanId: birch.vlanId, resourceId: fabric.dc1.resources[0] ?? "", endVlan: 77 };
  await birch.api.extensions.request(order);
  await agent.catchUp();
  await agent.report({ hits: [{ key: "11/77", what: "control", frames: 3, dropped: 3 }] });
  expect(await limits()).toEqual({ places: [] });
});

test("the limits of another tenant's extension are not found; an operator sees them", async () => {
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  expect(await refusalOf(birch.api.extensions.limits({ id: extensionId }))).toMatchObject({ code: "not_found" });
  expect((await fabric.operator.api.extensions.limits({ id: extensionId })).places).toHaveLength(2);
});
