import { afterEach, beforeEach, expect, test } from "vitest";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let near: SimulatedAgent;
let far: SimulatedAgent;
const KEY = "5001/100.200";

beforeEach(async () => {
  fabric = await openTestFabric();
  near = simulateAgent(fabric, fabric.dc1);
  far = simulateAgent(fabric, fabric.dc2);
  const aspen = await fabric.tenantWith({ site: fabric.dc1, name: "Aspen" });
  const placed = await aspen.api.extensions.request({
    vlanId: aspen.vlanId,
    resourceId: fabric.dc2.resources[0] ?? "",
  });
  await fabric.operator.api.requests.approve({ id: placed.request?.id ?? "" });
  await both();
});

afterEach(() => fabric.close());

/** Both agents follow, and report what they counted. */
async function both(): Promise<void> {
  for (const agent of [near, far]) await agent.catchUp();
  for (const agent of [near, far]) await agent.report();
}

const shutUntil = (agent: SimulatedAgent) => agent.state.links[0]?.shutUntil;

test("a drill shuts both ends until its end, opens them again, and reports what each service lost", async () => {
  near.count(KEY, "out", 100);
  far.count(KEY, "in", 100);
  await both();
  const { links } = fabric.operator.api;
  const begun = await links.drill({ code: "224", seconds: 3 });
  expect(begun).toMatchObject({ linkCode: "224", stage: "down", services: null });
  await both();
  expect([shutUntil(near), shutUntil(far)]).toEqual([begun.endsAt, begun.endsAt]);
  near.count(KEY, "out", 40);
  fabric.clock.now += 3_000;
  await both();
  await both();
  expect([shutUntil(near), shutUntil(far)]).toEqual([undefined, undefined]);
  near.count(KEY, "out", 10);
  far.count(KEY, "in", 10);
  await both();
  fabric.clock.now += 3_900;
  await both();
  expect((await links.drills())[0]).toMatchObject({ stage: "settling", services: null });
  fabric.clock.now += 2_000;
  await both();
  const [done] = await links.drills();
  expect(done).toMatchObject({ stage: "done" });
  expect(done?.services).toEqual([
    { hostTag: 100, customerTag: 200, tenant: "Aspen", rack: "rack", vlan: "VLAN 10", lostFrames: 40 },
  ]);
});

test("one drill at a time, by operators alone, on a link that is there, for a time that makes sense", async () => {
  const { links } = fabric.operator.api;
  await links.drill({ code: "224", seconds: 1 });
  expect(await refusalOf(links.drill({ code: "224", seconds: 1 }))).toMatchObject({ code: "conflict" });
  expect(await refusalOf(links.drill({ code: "999", seconds: 1 }))).toMatchObject({ code: "not_found" });
  expect(await refusalOf(links.drill({ code: "224", seconds: 0 }))).toMatchObject({
    ...{ code: "invalid", field: "seconds", message: "A drill lasts 1 to 120 s." },
  });
  const { api } = await fabric.member();
  expect(await refusalOf(api.links.drill({ code: "224", seconds: 1 }))).toMatchObject({ code: "forbidden" });
});
