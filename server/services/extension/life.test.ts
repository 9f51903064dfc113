import { afterEach, beforeEach, expect, test } from "vitest";
import { isInSegment } from "@/agent/protocol";
import { FOLLOW_MS, GIVE_UP_AFTER_MS } from "../../domain/evidence";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { desiredStateOf } from "../map/desired";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let agent1: SimulatedAgent;
let agent2: SimulatedAgent;

beforeEach(async () => {
  fabric = await openTestFabric();
  agent1 = simulateAgent(fabric, fabric.dc1);
  agent2 = simulateAgent(fabric, fabric.dc2);
});

afterEach(() => fabric.close());

function desiredOf(site: { switchId: string }) {
  return fabric.db.transact((tx) => desiredStateOf(tx, site.switchId));
}

/** Each agent takes over what is desired and reports it. */
async function settle() {
  for (const agent of [agent1, agent2]) {
    await agent.catchUp();
    await agent.report();
  }
}

test("an extension lives from its order to its release and leaves the switch as it was", async () => {
  const before = await desiredOf(fabric.dc1);
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const resourceId = fabric.dc1.resources[0] ?? "";
  const { id, state } = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId });
  const stateNow = async () => (await aspen.api.extensions.get({ id })).state;
  expect(state).toBe("allocated");
  await agent1.catchUp();
  expect(agent1.state).toEqual(await desiredOf(fabric.dc1));
  expect(agent1.state.entries.filter(isInSegment).map(({ key, segment }) => ({ key, segment }))).toEqual([
    { key: "1/10", segment: 1 },
    { key: "11/10", segment: 1 },
  ]);
  await agent1.report({ lost: ["11/10"] });
  expect(await stateNow()).toBe("allocated");
  await agent1.report();
  expect(await stateNow()).toBe("configured");
  agent1.count("1/10", "in");
  await agent1.report();
  expect(await stateNow()).toBe("configured");
  agent1.count("11/10", "out");
  await agent1.report();
  expect(await stateNow()).toBe("live");

  expect((await aspen.api.extensions.release({ id })).state).toBe("releasing");
  expect((await desiredOf(fabric.dc1)).entries).toEqual([]);
  await agent1.report();
  expect(await stateNow()).toBe("releasing");
  await agent1.catchUp();
  await agent1.report({ strays: ["rule at p-1 ingress 20"] });
  expect(await stateNow()).toBe("releasing");
  await agent1.report({ strays: ["rule at p-111 ingress 20"] });
  expect(await stateNow()).toBe("released");

  const after = await desiredOf(fabric.dc1);
  expect({ ports: after.ports, entries: after.entries, hash: after.hash }).toEqual({
    ...{ ports: before.ports, entries: before.entries, hash: before.hash },
  });
  const transitions = await aspen.api.extensions.transitions({ id });
  expect(transitions.map(({ from, to, actor }) => `${from} > ${to} by ${actor.kind}`)).toEqual([
    "null > requested by user",
    "requested > allocated by user",
    "allocated > configured by agent",
    "configured > live by agent",
    "live > releasing by user",
    "releasing > released by agent",
  ]);
  const again = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId });
  expect(again.state).toBe("allocated");
});

test("an extension across datacenters waits for approval, then needs both switches and the line", async () => {
  await agent1.join("02:00:00:00:01:31");
  await agent2.join("02:00:00:00:02:31");
  const cedar = await fabric.tenantWith({ site: fabric.dc2, name: "Cedar" });
  const asked = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: fabric.dc1.resources[3] ?? "" });
  expect(asked).toMatchObject({ state: "awaiting_approval", crossDatacenter: true, linkCodes: ["224"] });
  expect((await desiredOf(fabric.dc1)).entries).toEqual([]);
  const [pending] = await fabric.operator.api.requests.list({ state: "pending" });
  expect(pending).toMatchObject({ extension: { id: asked.id }, way: { linkCodes: ["224"], from: "DC2", to: "DC1" } });
  expect(pending?.changes.map(({ switchCode, add }) => [switchCode, add.map(({ key }) => key)])).toEqual([
    ["212", ["1/10", "5001/2000.200"]],
    ["116", ["14/10", "5001/2000.200"]],
  ]);
  const approved = await fabric.operator.api.requests.approve({ id: pending?.id ?? "" });
  expect(approved).toMatchObject({
    state: "approved",
    decidedBy: "Operator",
    extension: { state: "allocated" },
    changes: [],
  });

  const stateNow = async () => (await cedar.api.extensions.get({ id: asked.id })).state;
  await agent2.catchUp();
  await agent2.report();
  expect(await stateNow()).toBe("allocated");
  await agent1.catchUp();
  await agent1.report();
  expect(await stateNow()).toBe("configured");
  expect(agent1.state.links).toEqual([
    { medium: "line", number: 31, send: "vpls", accept: ["vpls"], farMac: "02:00:00:00:02:31" },
  ]);
  expect(agent1.state.ports.find(({ kind }) => kind === "pseudowire")).toEqual({
    ...{
      kind: "pseudowire",
      number: 5001,
      probe: "02:d1:00:01:13:89",
      // What line 224 of 9,100 octets leaves beside a label and its Ethernet header.
      paths: [{ link: 31, tagOut: 1204, tagIn: 1104, mostOctets: 9_096 }],
    },
  });
  agent2.count("1/10", "in");
  agent2.count("5001/2000.200", "out");
  await agent2.report();
  agent1.count("5001/2000.200", "in");
  await agent1.report();
  expect(await stateNow()).toBe("configured");
  agent1.count("14/10", "out");
  await agent1.report();
  expect(await stateNow()).toBe("live");

  await cedar.api.extensions.release({ id: asked.id });
  await agent1.catchUp();
  await agent1.report();
  expect(await stateNow()).toBe("releasing");
  await agent2.catchUp();
  await agent2.report();
  expect(await stateNow()).toBe("released");
  expect([...agent1.state.entries, ...agent2.state.entries]).toEqual([]);
});

test("a rejection says why to the tenant and frees the resource", async () => {
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  const resourceId = fabric.dc1.resources[0] ?? "";
  const asked = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId });
  const id = asked.request?.id ?? "";
  await expect(fabric.operator.api.requests.reject({ id, reason: " x " })).rejects.toThrow(/3 characters/);
  await expect(cedar.api.requests.reject({ id, reason: "I may not" })).rejects.toThrow(/operator/);
  await fabric.operator.api.requests.reject({ id, reason: "The line is full." });
  expect(await cedar.api.extensions.get({ id: asked.id })).toMatchObject({
    ...{ state: "rejected", reason: "The line is full.", request: { state: "rejected", reason: "The line is full." } },
  });
  await expect(fabric.operator.api.requests.approve({ id })).rejects.toThrow(/was rejected by Operator/);
  const birch = await fabric.tenantWith({ site: fabric.dc1 });
  expect((await birch.api.extensions.request({ vlanId: birch.vlanId, resourceId })).state).toBe("allocated");
});

test("a request is withdrawn by releasing what awaits approval", async () => {
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  const resourceId = fabric.dc1.resources[0] ?? "";
  const asked = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId });
  expect(await cedar.api.extensions.release({ id: asked.id })).toMatchObject({
    ...{ state: "released", request: { state: "withdrawn" } },
  });
  await expect(fabric.operator.api.requests.approve({ id: asked.request?.id ?? "" })).rejects.toThrow(/was withdrawn/);
  await expect(cedar.api.extensions.release({ id: asked.id })).rejects.toThrow(/released already/);
});

test("two extensions of one VLAN share the segment; the rack's end stays while one needs it", async () => {
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  const local = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: fabric.dc2.resources[0] ?? "" });
  fabric.clock.now += 1;
  const far = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: fabric.dc1.resources[0] ?? "" });
  await fabric.operator.api.requests.approve({ id: far.request?.id ?? "" });
  const shared = await desiredOf(fabric.dc2);
  expect(shared.entries.map(({ key }) => key).sort()).toEqual(["1/10", "11/10", "5001/2000.200"]);
  expect(new Set(shared.entries.filter(isInSegment).map(({ segment }) => segment)).size).toBe(1);
  await settle();

  await cedar.api.extensions.release({ id: local.id });
  expect((await desiredOf(fabric.dc2)).entries.map(({ key }) => key).sort()).toEqual(["1/10", "5001/2000.200"]);
  await settle();
  const states = await cedar.api.extensions.list();
  expect(states.map(({ id, state }) => [id, state])).toEqual([
    [far.id, "configured"],
    [local.id, "released"],
  ]);
});

test("frames that a shared rack port counted before the order do not make a new extension live", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const [first = "", second = ""] = fabric.dc1.resources;
  const old = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: first });
  await settle();
  agent1.count("1/10", "in", 5);
  agent1.count("11/10", "out", 5);
  await settle();
  const added = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: second });
  await settle();
  const stateOf = async (id: string) => (await aspen.api.extensions.get({ id })).state;
  agent1.count("12/10", "out", 1);
  await settle();
  expect([await stateOf(old.id), await stateOf(added.id)]).toEqual(["live", "configured"]);
  agent1.count("1/10", "in", 1);
  await settle();
  expect(await stateOf(added.id)).toBe("live");
});

test("an entry that is lost in the kernel moves a live extension back, with audit, until it is repaired and proved", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const { id } = await aspen.api.extensions.request({
    vlanId: aspen.vlanId,
    resourceId: fabric.dc1.resources[0] ?? "",
  });
  const now = () => aspen.api.extensions.get({ id });
  await settle();
  const frame = () => {
    agent1.count("1/10", "in");
    agent1.count("11/10", "out");
  };
  frame();
  await settle();
  expect((await now()).state).toBe("live");
  fabric.clock.now += FOLLOW_MS;
  await agent1.report({ lost: ["1/10"] });
  expect(await now()).toMatchObject({ state: "allocated" });
  expect((await now()).reason).toBe("On switch 116 the map entry 1/10 is missing: no rule. Its agent repairs it.");
  await agent1.report();
  expect(await now()).toMatchObject({ state: "configured", reason: null });
  frame();
  await agent1.report();
  expect((await now()).state).toBe("live");
  const audit = await aspen.api.audit.list({});
  expect(
    audit.flatMap(({ action, actor }) => (action.startsWith("extension") ? [`${action} by ${actor.kind}`] : [])),
  ).toEqual(["extension.repair by agent", "extension.drift by agent", "extension.request by user"]);
});

test("an order that a kernel never accepts is taken back whole, with the kernel's words, and the resource is free", async () => {
  const before = await desiredOf(fabric.dc1);
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const order = { vlanId: aspen.vlanId, resourceId: fabric.dc1.resources[0] ?? "" };
  const { id } = await aspen.api.extensions.request(order);
  fabric.clock.now += 10 * GIVE_UP_AFTER_MS;
  await agent1.catchUp();
  await agent1.report({ lost: ["11/10"] });
  expect((await aspen.api.extensions.get({ id })).state).toBe("allocated");
  fabric.clock.now += GIVE_UP_AFTER_MS;
  await agent1.report({ lost: ["11/10"] });
  const failed = await aspen.api.extensions.get({ id });
  expect(failed).toMatchObject({ state: "failed" });
  expect(failed.reason).toContain("map entry 11/10 is missing: no rule. It could not be made within 30 s");
  expect((await desiredOf(fabric.dc1)).entries).toEqual(before.entries);
  expect((await aspen.api.extensions.request(order)).state).toBe("allocated");
});

test("a report that changes no state writes nothing", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: fabric.dc1.resources[0] ?? "" });
  await settle();
  let writes = 0;
  const { transact } = fabric.db;
  Object.assign(fabric.system.db, {
    transact: (work: Parameters<typeof transact>[0]) => {
      writes += 1;
      return transact(work);
    },
  });
  await agent1.report();
  expect(writes).toBe(0);
});

test("a portal that starts anew draws no conclusion before every switch on the path has reported", async () => {
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  const asked = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: fabric.dc1.resources[0] ?? "" });
  const stateNow = async () => (await cedar.api.extensions.get({ id: asked.id })).state;
  await fabric.operator.api.requests.approve({ id: asked.request?.id ?? "" });
  await settle();
  expect(await stateNow()).toBe("configured");
  fabric.restartPortal();
  await agent2.report({ lost: ["1/10"] });
  expect(await stateNow()).toBe("configured");
  await agent1.report();
  expect(await stateNow()).toBe("allocated");
  await agent2.report();
  expect(await stateNow()).toBe("configured");

  await cedar.api.extensions.release({ id: asked.id });
  fabric.restartPortal();
  await agent1.report();
  await agent2.report();
  expect(await stateNow()).toBe("releasing");
  await settle();
  expect(await stateNow()).toBe("released");
});
