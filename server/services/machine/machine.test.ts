import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { desiredStateOf } from "../map/desired";
import { openTestFabric, type Site, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let near: SimulatedAgent;
let far: SimulatedAgent;
let aspen: Awaited<ReturnType<typeof aspenOf>>;

/** A tenant with VLAN 10, 10.20.30.0/24, on a rack in DC1. */
async function aspenOf(name = "Aspen") {
  const tenant = await fabric.tenantWith({ site: fabric.dc1, name, vids: "20" });
  const vlans = await tenant.api.vlans.declare({ rackId: tenant.rack.id, vids: "10", cidr: "10.20.30.0/24" });
  return { ...tenant, vlanId: vlans[0]?.id ?? "" };
}

beforeEach(async () => {
  fabric = await openTestFabric();
  near = simulateAgent(fabric, fabric.dc1);
  far = simulateAgent(fabric, fabric.dc2);
  aspen = await aspenOf();
});

afterEach(() => fabric.close());

/** Both agents follow, and report that all is as desired. */
async function both(): Promise<void> {
  for (const agent of [near, far]) await agent.catchUp();
  for (const agent of [near, far]) await agent.report();
}

const machinesOf = (agent: SimulatedAgent) =>
  agent.state.ports.flatMap((port) => ("machine" in port && port.machine !== undefined ? [port] : []));

function create(name: string, address?: string) {
  const vlans = [{ vlanId: aspen.vlanId, address }];
  return aspen.api.machines.create({ name, cloudId: fabric.dc1.cloudId, vlans });
}

async function expectRebuilt(site: Site, agent: SimulatedAgent): Promise<void> {
  await agent.catchUp();
  const rebuilt = await fabric.db.transact((tx) => desiredStateOf(tx, site.switchId));
  const byNumber = (ports: typeof rebuilt.ports) => [...ports].sort((a, b) => a.number - b.number);
  expect(byNumber(agent.state.ports)).toEqual(byNumber(rebuilt.ports));
}

describe("a machine's life", () => {
  test("made behind a port of its own with the highest free address, running when its agent says so", async () => {
    const made = await create("web");
    expect(made).toMatchObject({ state: "making", name: "web", system: "108A", mac: "02:4d:56:00:00:01" });
    expect(made.port).toEqual({ switchCode: "116", number: 1001 });
    expect(made.addresses).toMatchObject([{ vid: 10, cidr: "10.20.30.254/24" }]);
    await near.catchUp();
    expect(machinesOf(near)).toMatchObject([
      {
        ...{ number: 1001, kind: "cloud" },
        machine: { number: 1, mac: made.mac, addresses: [{ vlan: 10, cidr: "10.20.30.254/24" }] },
      },
    ]);
    await both();
    expect(await aspen.api.machines.get({ id: made.id })).toMatchObject({ state: "running" });
    await expectRebuilt(fabric.dc1, near);
  });

  test("an extension reaches it like any resource, and holds it", async () => {
    const { id, resourceId } = await create("web");
    const placed = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId });
    await both();
    expect(await aspen.api.extensions.get({ id: placed.id })).toMatchObject({ state: "configured" });
    // It says its address: another machine may have had it before.
    expect(fabric.live.takeTasks(fabric.dc1.switchId)).toMatchObject([{ kind: "send", port: 1001 }]);
    expect(await refusalOf(aspen.api.machines.remove({ id }))).toMatchObject({
      ...{ code: "conflict" },
      message: "web is reached by the extension of VLAN 10 of rack. Release what reaches it first, then the machine.",
    });
    await aspen.api.extensions.release({ id: placed.id });
    await both();
    await both();
    expect(await aspen.api.machines.remove({ id })).toMatchObject({ state: "removing" });
    expect(await refusalOf(aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId }))).toMatchObject({
      code: "not_found",
    });
    expect((await aspen.api.machines.list()).map((one) => one.name)).toEqual(["web"]);
    await both();
    expect(await aspen.api.machines.get({ id })).toMatchObject({ state: "gone", addresses: [] });
    expect(await aspen.api.machines.list()).toEqual([]);
    await expectRebuilt(fabric.dc1, near);
  });

  test("its port, name and address are free again when it is gone, its number and MAC never", async () => {
    const first = await create("web");
    await both();
    await aspen.api.machines.remove({ id: first.id });
    const second = await create("db", "10.20.30.9");
    expect(second.port.number).toBe(1002);
    await both();
    const third = await create("web");
    expect(third).toMatchObject({ number: 3, mac: "02:4d:56:00:00:03", port: { number: 1001 } });
    expect(third.addresses[0]?.cidr).toBe("10.20.30.254/24");
  });

  test("what its agent says against it is told, and it is well when it runs after all", async () => {
    const { id } = await create("web");
    await near.catchUp();
    const [port] = machinesOf(near);
    if (port === undefined) throw new Error("no machine is desired");
    await near.report({
      machines: [{ port: port.number, state: "failed", detail: "There is no room in this kernel." }],
    });
    expect(await aspen.api.machines.get({ id })).toMatchObject({
      ...{ state: "failed", reason: "There is no room in this kernel." },
    });
    await near.report();
    expect(await aspen.api.machines.get({ id })).toMatchObject({ state: "running", reason: null });
  });
});

describe("what is refused", () => {
  test("an address outside of the VLAN's range, or that another machine of it has", async () => {
    expect(await refusalOf(create("web", "10.20.31.1"))).toMatchObject({ code: "invalid", field: "address" });
    await create("web", "10.20.30.9");
    expect(await refusalOf(create("db", "10.20.30.9"))).toMatchObject({
      ...{ code: "conflict", field: "address" },
      message: "10.20.30.9 in VLAN 10 is your machine web's. Choose 10.20.30.254, which is free.",
    });
    expect(await refusalOf(create("WEB"))).toMatchObject({ code: "conflict", field: "name" });
  });

  test("a cloud that is full, with where there is room", async () => {
    await create("one");
    await create("two");
    expect(await refusalOf(create("three"))).toMatchObject({
      ...{ code: "exhausted", field: "cloudId" },
      message: "108 holds 2 of 2 machines. Choose 208, which has room, or remove a machine.",
    });
  });

  test("whatever is another tenant's is not found, and names do not meet", async () => {
    const own = await create("web");
    const birch = await aspenOf("Birch");
    const other = { name: "web", cloudId: fabric.dc1.cloudId, vlans: [{ vlanId: birch.vlanId }] };
    expect(await birch.api.machines.create(other)).toMatchObject({ name: "web" });
    const { machines, extensions } = birch.api;
    for (const call of [
      machines.get({ id: own.id }),
      machines.remove({ id: own.id }),
      machines.move({ id: own.id, cloudId: fabric.dc2.cloudId }),
      machines.create({ ...other, name: "db", vlans: [{ vlanId: aspen.vlanId }] }),
      extensions.request({ vlanId: birch.vlanId, resourceId: own.resourceId }),
    ]) {
      expect(await refusalOf(call)).toMatchObject({ code: "not_found" });
    }
  });
});

test("one order makes the machine and the extension, or neither", async () => {
  const machine = { name: "web", cloudId: fabric.dc1.cloudId };
  const recap = await aspen.api.machines.recapOrder({ vlanId: aspen.vlanId, machine });
  expect(recap).toMatchObject({ address: "10.20.30.254/24", approval: { needed: false } });
  expect(await aspen.api.machines.list()).toEqual([]);
  const placed = await aspen.api.machines.order({ vlanId: aspen.vlanId, machine });
  expect(placed).toMatchObject({ state: "allocated", resource: { name: "web", kind: "virtual", cloudCode: "108" } });
  await both();
  expect(await aspen.api.machines.list()).toMatchObject([{ state: "running", extensions: [{ id: placed.id }] }]);
  const again = { vlanId: aspen.vlanId, machine: { ...machine, name: "db" }, way: { avoid: ["224"] } };
  const abroad = { ...again, machine: { ...again.machine, cloudId: fabric.dc2.cloudId } };
  expect(await refusalOf(aspen.api.machines.order(abroad))).toMatchObject({ code: "conflict" });
  expect(await aspen.api.machines.list()).toHaveLength(1);
});

describe("a move to another cloud", () => {
  /** A machine in DC1 that an extension reaches, both in force. */
  async function reached() {
    const { id: extensionId } = await aspen.api.machines.order({
      vlanId: aspen.vlanId,
      machine: { name: "web", cloudId: fabric.dc1.cloudId },
    });
    await both();
    await both();
    const [machine] = await aspen.api.machines.list();
    if (machine === undefined) throw new Error("no machine was made");
    return { id: machine.id, mac: machine.mac, extensionId };
  }

  const moveOf = async (id: string) => (await aspen.api.machines.get({ id })).moves[0];

  test("into another datacenter waits for an operator, who may say no with a reason", async () => {
    const { id } = await reached();
    const asked = await aspen.api.machines.move({ id, cloudId: fabric.dc2.cloudId });
    expect(asked).toMatchObject({ state: "running", moves: [{ stage: "awaiting_approval" }] });
    await both();
    expect(machinesOf(far)).toEqual([]);
    expect(await refusalOf(aspen.api.machines.approveMove({ id: asked.moves[0]?.id ?? "" }))).toMatchObject({
      code: "forbidden",
    });
    const { machines } = fabric.operator.api;
    const told = await machines.rejectMove({ id: asked.moves[0]?.id ?? "", reason: "Cloud 208 is being rebuilt." });
    expect(told.moves[0]).toMatchObject({ stage: "rejected", reason: "Cloud 208 is being rebuilt." });
    expect(await moveOf(id)).toMatchObject({ stage: "rejected", decidedByName: "Operator" });
    expect(await refusalOf(machines.approveMove({ id: asked.moves[0]?.id ?? "" }))).toMatchObject({ code: "conflict" });
  });

  test("makes before it breaks, keeps MAC and addresses, and counts what was lost", async () => {
    const { id, mac, extensionId } = await reached();
    near.count("1/10", "in", 50);
    near.count("1001/10", "out", 50);
    await both();
    await aspen.api.machines.move({ id, cloudId: fabric.dc2.cloudId });
    await fabric.operator.api.machines.approveMove({ id: (await moveOf(id))?.id ?? "" });
    expect(await aspen.api.machines.get({ id })).toMatchObject({ state: "moving", moves: [{ stage: "preparing" }] });
    await far.catchUp();
    expect(machinesOf(far)).toMatchObject([
      { number: 1001, machine: { mac, addresses: [{ cidr: "10.20.30.254/24" }] } },
    ]);
    expect(far.state.entries).toEqual([]);
    expect(machinesOf(near)).toHaveLength(1);
    await far.report();
    expect(await moveOf(id)).toMatchObject({ stage: "switching", lostFrames: null });
    expect(await aspen.api.machines.get({ id })).toMatchObject({ cloud: { code: "208" }, mac });
    const crossing = await aspen.api.extensions.get({ id: extensionId });
    expect(crossing).toMatchObject({ state: "allocated", crossDatacenter: true, linkCodes: ["224"] });
    near.count("1/10", "in", 7);
    fabric.clock.now += 900;
    await both();
    await both();
    expect(machinesOf(near)).toEqual([]);
    expect(await moveOf(id)).toMatchObject({ convergedMs: 900, lostFrames: null });
    expect(fabric.live.takeTasks(fabric.dc2.switchId)).toMatchObject([{ kind: "send", port: 1001 }]);
    near.count("1/10", "in", 3);
    far.count("1001/10", "out", 3);
    await both();
    fabric.clock.now += 5_000;
    await both();
    const done = await aspen.api.machines.get({ id });
    expect(done).toMatchObject({ state: "running", moves: [{ stage: "done", lostFrames: 7, convergedMs: 900 }] });
    expect(await aspen.api.extensions.get({ id: extensionId })).toMatchObject({ state: "configured" });
    await expectRebuilt(fabric.dc1, near);
    await expectRebuilt(fabric.dc2, far);
  });

  test("an operator's own needs no approval, and goes back the same way", async () => {
    const { id, extensionId } = await reached();
    const { machines } = fabric.operator.api;
    for (const { cloudId } of [fabric.dc2, fabric.dc1]) {
      await machines.move({ id, cloudId });
      expect(await moveOf(id)).toMatchObject({ stage: "preparing" });
      for (const wait of [0, 0, 1_000, 5_000]) {
        fabric.clock.now += wait;
        await both();
      }
      expect(await moveOf(id)).toMatchObject({ stage: "done" });
    }
    expect(await aspen.api.extensions.get({ id: extensionId })).toMatchObject({
      ...{ state: "configured", crossDatacenter: false, linkCodes: [] },
    });
  });

  test("that does not run at the new place within 60 s leaves everything at the old one", async () => {
    const { id, extensionId } = await reached();
    await fabric.operator.api.machines.move({ id, cloudId: fabric.dc2.cloudId });
    fabric.clock.now += 60_000;
    await near.report();
    expect(await moveOf(id)).toMatchObject({
      ...{ stage: "failed" },
      reason: "It did not run at the new place for 60 s. Try again, or ask the operator.",
    });
    expect(await aspen.api.machines.get({ id })).toMatchObject({ state: "running", cloud: { code: "108" } });
    await both();
    expect(machinesOf(far)).toEqual([]);
    expect(await aspen.api.extensions.get({ id: extensionId })).toMatchObject({ state: "configured" });
    expect(await fabric.operator.api.machines.move({ id, cloudId: fabric.dc2.cloudId })).toMatchObject({
      state: "moving",
    });
  });

  test("is refused while one is under way, and to the cloud where it is", async () => {
    const { id } = await reached();
    expect(await refusalOf(aspen.api.machines.move({ id, cloudId: fabric.dc1.cloudId }))).toMatchObject({
      ...{ code: "conflict", message: "Machine web is in 108 already. Choose another cloud." },
    });
    await aspen.api.machines.move({ id, cloudId: fabric.dc2.cloudId });
    expect(await refusalOf(aspen.api.machines.move({ id, cloudId: fabric.dc2.cloudId }))).toMatchObject({
      ...{ code: "conflict", message: "A move of machine web is under way. Wait until it is done or decided." },
    });
  });
});

describe("a virtual client system", () => {
  const register = (name: string) => aspen.api.racks.register({ name, datacenterId: fabric.dc1.id, kind: "virtual" });

  test("is a machine at a port of its own, with the first free address of each VLAN with a range", async () => {
    const rack = await register("virtual one");
    expect(rack).toMatchObject({
      kind: "virtual",
      port: { switchCode: "116", number: 2001 },
      mac: "02:4d:56:00:00:01",
    });
    const [vlan] = await aspen.api.vlans.declare({ rackId: rack.id, vids: "10", cidr: "10.20.30.0/24" });
    await aspen.api.vlans.declare({ rackId: rack.id, vids: "untagged", cidr: "10.0.0.0/24" });
    await aspen.api.vlans.declare({ rackId: rack.id, vids: "30-31" });
    await near.catchUp();
    const addresses = [
      { vlan: "untagged", cidr: "10.0.0.1/24" },
      { vlan: 10, cidr: "10.20.30.1/24" },
    ];
    expect(machinesOf(near)).toMatchObject([{ number: 2001, kind: "client", machine: { addresses } }]);
    await aspen.api.vlans.release({ id: vlan?.id ?? "" });
    await near.catchUp();
    expect(machinesOf(near)).toMatchObject([{ machine: { addresses: addresses.slice(0, 1) } }]);
    await expectRebuilt(fabric.dc1, near);
  });

  test("orders like a rack, and ends with its machine", async () => {
    const rack = await register("virtual one");
    const [vlan] = await aspen.api.vlans.declare({ rackId: rack.id, vids: "10", cidr: "10.20.30.0/24" });
    const placed = await aspen.api.extensions.request({
      vlanId: vlan?.id ?? "",
      resourceId: fabric.dc1.resources[0] ?? "",
    });
    await both();
    expect(await aspen.api.extensions.get({ id: placed.id })).toMatchObject({ state: "configured" });
    await aspen.api.extensions.release({ id: placed.id });
    await both();
    await aspen.api.vlans.release({ id: vlan?.id ?? "" });
    await aspen.api.racks.release({ id: rack.id });
    await both();
    expect(machinesOf(near)).toEqual([]);
    expect(await register("virtual two")).toMatchObject({ port: { number: 2001 } });
    await expectRebuilt(fabric.dc1, near);
  });

  test("takes no cabled port, and no rack of hardware gets a machine's", async () => {
    const before = (await aspen.api.datacenters.list()).find(({ code }) => code === "DC1")?.freeClientPorts;
    const rack = await register("virtual one");
    await both();
    await aspen.api.racks.release({ id: rack.id });
    await both();
    const after = (await aspen.api.datacenters.list()).find(({ code }) => code === "DC1")?.freeClientPorts;
    expect(after).toBe(before);
  });

  test("has the MAC that the cloud gives it", async () => {
    const asked = { name: "v", datacenterId: fabric.dc1.id, kind: "virtual", mac: "02:00:00:00:00:01" } as const;
    expect(await refusalOf(aspen.api.racks.register(asked))).toMatchObject({ code: "invalid", field: "mac" });
  });
});
