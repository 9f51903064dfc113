import { afterEach, beforeEach, expect, test } from "vitest";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let aspen: Awaited<ReturnType<TestFabric["tenantWith"]>>;
let agent: SimulatedAgent;
let rackId: string;

/** Rack at switch 116 port 1, VLAN 10 declared. */
beforeEach(async () => {
  fabric = await openTestFabric();
  aspen = await fabric.tenantWith({ site: fabric.dc1 });
  agent = simulateAgent(fabric, fabric.dc1);
  rackId = (await aspen.api.racks.list())[0]?.id ?? "";
  await agent.catchUp();
});

afterEach(() => fabric.close());

async function portOne() {
  await agent.catchUp();
  return agent.state?.ports.find(({ number }) => number === 1);
}

test("the switch is told what the port accepts, and that it accepts both again", async () => {
  const { accepts } = await aspen.api.racks.setAccepts({ id: rackId, accepts: "tagged" });
  expect(accepts).toBe("tagged");
  expect(await portOne()).toMatchObject({ number: 1, kind: "client", accepts: "tagged" });
  await aspen.api.racks.setAccepts({ id: rackId, accepts: "both" });
  expect(await portOne()).not.toHaveProperty("accepts");
});

test("a change and a whole state say the same", async () => {
  await aspen.api.racks.setAccepts({ id: rackId, accepts: "tagged" });
  await agent.catchUp();
  const hash = agent.state?.hash;
  const fresh = simulateAgent(fabric, fabric.dc1);
  await fresh.catchUp();
  expect(fresh.state?.hash).toBe(hash);
  expect(fresh.state?.ports).toEqual(
    expect.arrayContaining([expect.objectContaining({ number: 1, accepts: "tagged" })]),
  );
});

test("a port can't refuse the frames of a VLAN that is declared, nor a VLAN be declared whose frames it refuses", async () => {
  expect(await refusalOf(aspen.api.racks.setAccepts({ id: rackId, accepts: "untagged" }))).toMatchObject({
    ...{ code: "conflict", field: "accepts", message: expect.stringContaining("VLAN 10") },
  });
  await aspen.api.racks.setAccepts({ id: rackId, accepts: "tagged" });
  expect(await refusalOf(aspen.api.vlans.declare({ rackId, vids: "untagged" }))).toMatchObject({
    ...{ code: "conflict", field: "vids", message: expect.stringContaining("accepts tagged frames alone") },
  });
  await aspen.api.vlans.declare({ rackId, vids: "11" });
});

test("another tenant's rack is not found, and a released rack leaves a port that accepts both", async () => {
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  const foreign = birch.api.racks.setAccepts({ id: rackId, accepts: "tagged" });
  expect(await refusalOf(foreign)).toMatchObject({ code: "not_found" });
  await aspen.api.racks.setAccepts({ id: rackId, accepts: "tagged" });
  await aspen.api.vlans.release({ id: aspen.vlanId });
  await aspen.api.racks.release({ id: rackId });
  expect(await portOne()).not.toHaveProperty("accepts");
});
