import { afterEach, beforeEach, expect, test } from "vitest";
import { desiredHash, type Mac } from "@/agent/protocol";
import { tokenHash } from "../../secret";
import { simulateAgent } from "../agent/simulated-agent";
import { installSwitch } from "../datacenter/install-switch";
import { cableInSeries } from "../trunk/cable-series";
import { desiredStateOf } from "./desired";
import { openTestFabric, type TestFabric, tokenOf } from "./test-fabric";

let fabric: TestFabric;
let front: { switchId: string; switchCode: string };

/** Switch 117 in front of port 1 of 116. */
beforeEach(async () => {
  fabric = await openTestFabric();
  const ports = [
    { number: 1, kind: "client" as const },
    { number: 31, kind: "trunk" as const },
  ];
  const plan = {
    datacenterId: fabric.dc1.id,
    code: "117",
    name: "Switch 117",
    tokenHash: tokenHash(tokenOf("117")),
    ports,
  };
  const { id } = await installSwitch({ ctx: fabric.system, input: plan });
  front = { switchId: id, switchCode: "117" };
  await cable();
});

afterEach(() => fabric.close());

function cable(): Promise<void> {
  const input = { front: { switchCode: "117", port: 1, uplink: 31 }, main: { switchCode: "116", port: 1 } };
  return cableInSeries({ ctx: fabric.system, input });
}

async function state(switchId: string) {
  const now = await fabric.db.transact((tx) => desiredStateOf(tx, switchId));
  expect(desiredHash(now)).toBe(now.hash);
  return now;
}

async function pointAt(switchId: string, number: number): Promise<Mac> {
  const probe = (await state(switchId)).ports.find((port) => port.number === number)?.probe;
  if (probe === undefined) throw new Error(`port ${number} has no probe point`);
  return probe;
}

/** Agents of both switches, once they have told what they hold. */
async function agentsSettled() {
  const agents = { front: simulateAgent(fabric, front), main: simulateAgent(fabric, fabric.dc1) };
  const settle = async () => {
    for (const agent of [agents.front, agents.main]) await agent.catchUp();
    for (const agent of [agents.front, agents.main]) await agent.report();
  };
  await settle();
  return { ...agents, settle };
}

const BACK = { arrived: 5, returned: 5, roundTrip: { least: 900, median: 1000, most: 1400 } };

/** VLAN 10 of a rack behind the switch in front, to the first resource. */
async function behindFront() {
  const tenant = await fabric.tenantWith({ site: fabric.dc1 });
  const resourceId = fabric.dc1.resources[0] ?? "";
  const { id } = await tenant.api.extensions.request({ vlanId: tenant.vlanId, resourceId });
  return { ...tenant, extensionId: id };
}

/** VLAN 10 of a rack beside it to that rack, which knows it as VLAN 31. */
async function toBehindFront() {
  const tenant = await fabric.tenantWith({ site: fabric.dc1, vids: "20" });
  const beside = await tenant.api.racks.register({ name: "beside", datacenterId: fabric.dc1.id, kind: "physical" });
  const [vlan] = await tenant.api.vlans.declare({ rackId: beside.id, vids: "10" });
  const input = { vlanId: vlan?.id ?? "", resourceId: tenant.rack.id, endVlan: 31 };
  const { id } = await tenant.api.extensions.request(input);
  return { ...tenant, extensionId: id };
}

test("a rack behind a switch in front: a relay gives C there, and the attachment takes frames that carry it", async () => {
  const agent = simulateAgent(fabric, front);
  const tenant = await fabric.tenantWith({ site: fabric.dc1, vids: "10,untagged" });
  expect(tenant.rack.port).toEqual({ switchCode: "116", number: 1 });
  const [tagged] = tenant.vlans;
  const order = { vlanId: tagged?.id ?? "", resourceId: fabric.dc1.resources[0] ?? "" };
  const { changes } = await tenant.api.extensions.recap(order);
  expect(changes.map(({ switchCode, add }) => [switchCode, add.map(({ port }) => port)])).toEqual([
    ["117", [1]],
    ["116", [1, 11]],
  ]);
  const ordered = await tenant.api.extensions.request({
    vlanId: tagged?.id ?? "",
    resourceId: fabric.dc1.resources[0] ?? "",
  });
  const { customerTag } = ordered.pair;
  const relay = { kind: "relay", key: "1/10", port: 1, clientVlan: 10, customerTag, uplink: 31 };
  const probes = [{ id: ordered.id, to: await pointAt(fabric.dc1.switchId, 11) }];
  expect((await state(front.switchId)).entries).toEqual([{ ...relay, probes }]);
  const atRack = (await state(fabric.dc1.switchId)).entries.find(({ key }) => key === "1/10");
  expect(atRack).toMatchObject({ kind: "attachment", customerTagged: true, customerTag });
  expect(atRack).not.toHaveProperty("probes");
  await agent.catchUp();
  expect(agent.state).toEqual(await state(front.switchId));
  const { toResource, toRack } = await tenant.api.paths.get({ extensionId: ordered.id });
  const codes = (path: typeof toRack) => path.hops.flatMap((hop) => (hop.kind === "switch" ? [hop.code] : []));
  expect([codes(toResource), codes(toRack)]).toEqual([
    ["117", "116"],
    ["116", "117"],
  ]);
  const stacks = toResource.legs.map(({ stack }) => stack.map(({ kind }) => kind).join(" "));
  expect(stacks).toEqual(["client", "customer client", "customer client", "host customer client", "client"]);
  const { rows } = await fabric.operator.api.switches.tagMap({ code: "117" });
  expect(rows).toMatchObject([{ key: "1/10", customerTag, uplink: 31, segment: null, rack: tenant.rack.name }]);
  expect(rows[0]?.words).toBe(
    `frames of VLAN 10 on port 1 get C ${customerTag} and go on by port 31; C is taken off on the way back`,
  );
  await tenant.api.extensions.release({ id: ordered.id });
  expect((await state(front.switchId)).entries).toEqual([]);
});

test("a port is in series once, and a rack is never registered at the port in front", async () => {
  await expect(cable()).rejects.toMatchObject({ code: "conflict", field: "main" });
  for (let count = 1; count <= 6; count += 1) {
    const tenant = await fabric.tenantWith({ site: fabric.dc1, name: `tenant ${count}` });
    expect(tenant.rack.port?.switchCode).toBe("116");
  }
});

test("a round from the switch in front makes it live, and two lost ones end that", async () => {
  const { api, extensionId } = await behindFront();
  const { front: near, main, settle } = await agentsSettled();
  const stateNow = async () => (await api.extensions.get({ id: extensionId })).state;
  await settle();
  expect(await stateNow()).toBe("configured");
  const round = async (by: typeof near, fate: object) => {
    fabric.clock.now += 60_000;
    await by.report({ probes: [{ id: extensionId, at: fabric.clock.now, sent: 5, ...BACK, ...fate }] });
    return stateNow();
  };
  const lost = { arrived: 0, returned: 0, roundTrip: null };
  expect(await round(main, {})).toBe("configured");
  expect(await round(near, {})).toBe("live");
  expect([await round(near, lost), await round(near, lost)]).toEqual(["live", "configured"]);
  await near.report({ lost: ["1/10"] });
  expect(await api.extensions.get({ id: extensionId })).toMatchObject({
    ...{ state: "allocated", reason: expect.stringContaining("On switch 117 the map entry 1/10 is missing") },
  });
});

test("its ping and trace begin at the switch in front, which asks the one behind it", async () => {
  const { api, extensionId } = await behindFront();
  const { front: near, main } = await agentsSettled();
  const points = [await pointAt(front.switchId, 1), await pointAt(fabric.dc1.switchId, 11)];
  const ping = api.probes.ping({ extensionId, count: 5 });
  const [there] = await near.answerProbes(() => BACK);
  const [back] = await main.answerProbes(() => BACK);
  expect([there, back]).toMatchObject([
    { entry: "1/10", to: points[1] },
    { entry: "11/10", to: points[0] },
  ]);
  expect(await ping).toMatchObject({ toResource: { kind: "round" }, toRack: { kind: "round" } });
  const trace = api.probes.trace({ extensionId });
  const asked = await near.answerProbes(() => BACK);
  expect(asked.map(({ to }) => to)).toEqual([await pointAt(fabric.dc1.switchId, 1), points[1]]);
  const { hops, isWhole } = await trace;
  expect(hops.map(({ switchCode, port, where }) => [switchCode, port, where])).toEqual([
    ["117", 1, "from rack"],
    ["116", 1, "from switch 117"],
    ["116", 11, "to 108.1"],
  ]);
  expect(isWhole).toBe(true);
});

test("a loopback at its end is turned by the switch in front, and the other one is told nothing of it", async () => {
  const { api, extensionId } = await behindFront();
  const { front: near, main, settle } = await agentsSettled();
  const until = fabric.clock.now + 30_000;
  const before = main.state.number;
  await api.probes.loopback({ extensionId, end: "rack", seconds: 30 });
  await settle();
  expect(near.state.entries).toMatchObject([{ key: "1/10", loopUntil: until }]);
  expect(main.state.entries.some((entry) => "loopUntil" in entry)).toBe(false);
  expect(main.state.hash).toBe((await state(fabric.dc1.switchId)).hash);
  expect(main.state.number).toBe(before);
  await api.probes.endLoopback({ extensionId });
  await settle();
  expect(near.state).toEqual(await state(front.switchId));
  expect(near.state.entries[0]).not.toHaveProperty("loopUntil");
});

test("as a far end it is probed at the switch in front, traced through it and seen behind it in the picture", async () => {
  const { api, extensionId } = await toBehindFront();
  const { front: far, main, settle } = await agentsSettled();
  const near = main.state.entries.find(({ key }) => key === "2/10");
  expect(near).toMatchObject({ probes: [{ id: extensionId, to: await pointAt(front.switchId, 1) }] });
  const relay = far.state.entries.find(({ key }) => key === "1/31");
  expect(relay).toMatchObject({ kind: "relay", clientVlan: 31 });
  expect(relay).not.toHaveProperty("probes");
  await settle();
  expect((await api.extensions.get({ id: extensionId })).state).toBe("configured");
  await far.report({ lost: ["1/31"] });
  fabric.clock.now += 60_000;
  await far.report({ lost: ["1/31"] });
  expect((await api.extensions.get({ id: extensionId })).state).toBe("allocated");
  const trace = api.probes.trace({ extensionId });
  await main.answerProbes(() => BACK);
  expect((await trace).hops.map(({ switchCode, port, where }) => [switchCode, port, where])).toEqual([
    ["116", 2, "from beside"],
    ["117", 31, "from switch 116"],
    ["117", 1, "to rack"],
  ]);
  const { toResource, toRack } = await api.paths.get({ extensionId });
  const codes = (path: typeof toRack) => path.hops.flatMap((hop) => (hop.kind === "switch" ? [hop.code] : []));
  expect([codes(toResource), codes(toRack)]).toEqual([
    ["116", "117"],
    ["117", "116"],
  ]);
});

test("frames count as passing when both switches counted them, whichever end stands behind the one in front", async () => {
  const { api, extensionId } = await toBehindFront();
  const { front: far, main, settle } = await agentsSettled();
  await settle();
  main.count("2/10", "in");
  main.count("1/31", "out");
  await settle();
  expect((await api.extensions.get({ id: extensionId })).state).toBe("configured");
  far.count("1/31", "out");
  await settle();
  expect((await api.extensions.get({ id: extensionId })).state).toBe("live");
});

test("what its port accepts is the port's in front: behind that one every frame is tagged", async () => {
  const tenant = await fabric.tenantWith({ site: fabric.dc1, vids: "untagged" });
  await tenant.api.racks.setAccepts({ id: tenant.rack.id, accepts: "untagged" });
  const portOne = async (switchId: string) => (await state(switchId)).ports.find(({ number }) => number === 1);
  expect(await portOne(front.switchId)).toHaveProperty("accepts", "untagged");
  expect(await portOne(fabric.dc1.switchId)).not.toHaveProperty("accepts");
});
