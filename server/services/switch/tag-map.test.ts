import { afterEach, beforeEach, expect, test } from "vitest";
import { refusalOf } from "../../test-world";
import { simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;

beforeEach(async () => {
  fabric = await openTestFabric();
});

afterEach(() => fabric.close());

const tagMap = () => fabric.operator.api.switches.tagMap({ code: "116" });

test("each row of the map stands beside what the kernel holds, with whose it is and its counters", async () => {
  const agent = simulateAgent(fabric, fabric.dc1);
  const aspen = await fabric.tenantWith({ site: fabric.dc1, name: "Aspen" });
  await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: fabric.dc1.resources[0] ?? "" });
  const unknown = await tagMap();
  expect(unknown.rows.map(({ key, kernel, framesIn }) => ({ key, kernel, framesIn }))).toEqual([
    { key: "1/10", kernel: "unknown", framesIn: null },
    { key: "11/10", kernel: "unknown", framesIn: null },
  ]);
  expect(unknown).toMatchObject({ reportedHash: null, readBackAgeMs: null, strays: [] });

  await agent.catchUp();
  agent.count("1/10", "in", 3);
  await agent.report({ lost: ["11/10"], strays: ["link a-9"] });
  fabric.clock.now += 500;
  const map = await tagMap();
  expect(map.reportedHash).toBe(map.desiredHash);
  expect(map).toMatchObject({ strays: ["link a-9"], readBackAgeMs: 500, switch: { entryCount: 2 } });
  expect(map.rows).toMatchObject([
    {
      tenant: "Aspen",
      rack: "rack",
      vlanName: "VLAN 10",
      kernel: "present",
      detail: null,
      framesIn: 3,
      framesOut: null,
    },
    { kernel: "missing", detail: "no rule", segment: 1 },
  ]);
  const ports = new Map(map.ports.map((port) => [port.number, port]));
  expect(ports.get(1)).toMatchObject({ kind: "client", far: "rack rack", framesIn: 3, framesOut: 0 });
  expect(ports.get(2)).toMatchObject({ kind: "client", far: null, framesIn: 0 });
  expect(ports.get(11)).toMatchObject({ kind: "cloud", far: "108.1" });
  expect(ports.get(31)).toMatchObject({ kind: "link", far: "line 224 to DC2" });
});

test("an agent never joined, is in step, falls behind, and is silent after three seconds", async () => {
  const agent = simulateAgent(fabric, fabric.dc1);
  const stateNow = async () => (await fabric.operator.api.switches.list())[0]?.agent;
  expect(await stateNow()).toMatchObject({ state: "never_joined", kernel: null, ageMs: null, reportedNumber: null });
  await agent.join("02:00:00:00:01:31");
  expect(await stateNow()).toMatchObject({ state: "silent", kernel: "a simulated kernel", ageMs: null });
  await agent.catchUp();
  await agent.report();
  expect(await stateNow()).toMatchObject({ state: "in_step", ageMs: 0, reportedNumber: agent.state.number });
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: fabric.dc1.resources[0] ?? "" });
  expect(await stateNow()).toMatchObject({ state: "behind", desiredNumber: agent.state.number + 1 });
  await agent.catchUp();
  await agent.report();
  fabric.clock.now += 3_000;
  expect((await stateNow())?.state).toBe("in_step");
  fabric.clock.now += 1;
  expect((await stateNow())?.state).toBe("silent");
});

test("a switch that is not there is not found", async () => {
  expect((await refusalOf(fabric.operator.api.switches.tagMap({ code: "999" }))).code).toBe("not_found");
});
