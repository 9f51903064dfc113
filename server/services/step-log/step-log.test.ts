import { afterEach, beforeEach, expect, test } from "vitest";
import { datacenterTag, type PathReport, portNumber } from "@/agent/protocol";
import { port } from "@/db/schema/switch";
import { FOLLOW_MS } from "../../domain/evidence";
import type { Block, Step } from "../../domain/step-log-block";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { layLink } from "../link/lay-link";
import { openTestFabric, type TestFabric } from "../map/test-fabric";
import type { StepLogView } from "./view";

type Tenant = Awaited<ReturnType<TestFabric["tenantWith"]>>;

let fabric: TestFabric;
let agent1: SimulatedAgent;
let agent2: SimulatedAgent;

beforeEach(async () => {
  fabric = await openTestFabric();
  agent1 = simulateAgent(fabric, fabric.dc1);
  agent2 = simulateAgent(fabric, fabric.dc2);
});

afterEach(() => fabric.close());

async function settle() {
  for (const agent of [agent1, agent2]) {
    await agent.catchUp();
    await agent.report();
  }
}

function stepOf({ methods }: StepLogView, block: Block): Step {
  const step = methods.flatMap(({ steps }) => steps).find((one) => one.block === block);
  if (step === undefined) throw new Error(`no block ${block}`);
  return step;
}

/** "done", "yes > 416", "pending", ... of these blocks. */
function words(log: StepLogView, blocks: readonly Block[]): string[] {
  return blocks.map((block) => {
    const { outcome } = stepOf(log, block);
    return outcome.kind === "decided" ? `${outcome.answer} > ${outcome.leadsTo}` : outcome.kind;
  });
}

function evidence(log: StepLogView, block: Block): string[] {
  return stepOf(log, block).evidence.map(({ name, value }) => `${name}: ${value}`);
}

function numbers(log: StepLogView, block: Block): number[] {
  return stepOf(log, block).evidence.flatMap(({ tags }) => tags.map(({ value }) => value));
}

/** The line's path 1204/1104, or whichever tag leaves DC1, in use at switch 116's pseudowire port. */
function pathInUse(number: number, tagOut: number): void {
  const paths: PathReport[] = [
    {
      port: portNumber.parse(number),
      tagOut: datacenterTag.parse(tagOut),
      state: "up",
      active: true,
      since: fabric.clock.now,
    },
  ];
  const last = fabric.live.lastReport(fabric.dc1.switchId);
  if (last === null) throw new Error("switch 116 has not reported");
  fabric.live.report(fabric.dc1.switchId, { ...last.report, paths }, fabric.clock.now);
}

/** An order from the rack in DC1 to a resource in DC2, approved. */
async function remoteOrder(tenant: Tenant, way?: { via: string[] }): Promise<string> {
  const resourceId = fabric.dc2.resources[0] ?? "";
  const asked = await tenant.api.extensions.request({ vlanId: tenant.vlanId, resourceId, way });
  fabric.clock.now += 1_000;
  await fabric.operator.api.requests.approve({ id: asked.request?.id ?? "" });
  return asked.id;
}

test("an order inside a datacenter goes from its coupling to its first frame, with the numbers of each", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const resourceId = fabric.dc1.resources[0] ?? "";
  const { id } = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId });
  const log = () => aspen.api.extensions.steps({ id });
  expect(words(await log(), [402, 404, 406, 408, 410, 418, 502, 508, 510, 526, 528])).toEqual([
    ...["done", "done", "pending", "no > 410", "pending", "not_needed", "pending", "no > 510", "done"],
    ...["yes > 528", "pending"],
  ]);
  fabric.clock.now += 1_000;
  await settle();
  const configured = await log();
  expect(words(configured, [406, 410, 412, 414, 416, 424])).toEqual([
    ...["done", "done", "done", "done", "pending", "pending"],
  ]);
  expect(stepOf(configured, 406).outcome).toMatchObject({ at: fabric.clock.now, by: "agent of switch 116" });
  expect(evidence(configured, 406)).toEqual([
    "Switch 116, port 1: 1/10 present, segment 1, by change 3",
    "Switch 116, port 11: 11/10 present, segment 1, by change 3",
  ]);
  expect(numbers(configured, 410)).toEqual([100, 200, 10]);
  agent1.count("1/10", "in", 3);
  agent1.count("11/10", "out", 3);
  await settle();
  const live = await log();
  expect(words(live, [416, 424, 426, 528, 530, 540, 542])).toEqual([
    ...["done", "yes > 416", "done", "done", "done", "yes > 542", "pending"],
  ]);
  expect(evidence(live, 530)).toEqual([
    "Form: with the client's own tag, as it was sent",
    "Proved by: switch 116 in 1/10: 3, switch 116 out 11/10: 3",
    "Switch 116, port 11, out: 3 frames",
  ]);
});

test("an order across datacenters waits for the operator, then names tag 3 and the line", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const asked = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: fabric.dc2.resources[0] ?? "" });
  const log = () => aspen.api.extensions.steps({ id: asked.id });
  const waiting = await log();
  expect(words(waiting, [408, 418, 420, 422, 526, 532])).toEqual([
    ...["yes > 418", "done", "pending", "not_needed", "no > 532", "pending"],
  ]);
  expect(stepOf(waiting, 506).outcome).toEqual({ kind: "pending", waitsFor: "block 502" });
  fabric.clock.now += 1_000;
  await fabric.operator.api.requests.approve({ id: asked.request?.id ?? "" });
  await settle();
  agent1.count("1/10", "in");
  agent1.count("5001/100.200", "out");
  agent2.count("5001/100.200", "in");
  agent2.count("11/10", "out");
  await settle();
  const live = await log();
  expect(words(live, [420, 422, 504, 506, 532, 534, 536, 538, 528, 530])).toEqual([
    ...["done", "not_needed", "done", "done", "done", "done", "not_needed", "not_needed", "done", "done"],
  ]);
  expect(evidence(live, 506)[0]).toBe(`Request: ${asked.request?.id}, approved by Operator`);
  expect(evidence(live, 532)).toEqual(["Tag 3: names DC2, put on at switch 116, port 31, VPLS label"]);
  expect(numbers(live, 532)).toEqual([1204]);
  expect(evidence(live, 528)).toEqual(["Tag 3 off: switch 212, port 31", "Pair off: switch 212, port 11"]);
});

/** Provider link 306 beside line 224, at ports 33. */
async function layProviderLink(): Promise<void> {
  for (const { switchId, switchCode } of [fabric.dc1, fabric.dc2]) {
    const row = { id: `port_${switchCode}_33`, switchId, number: 33, kind: "link" } as const;
    await fabric.db.transact((tx) => tx.insert(port).values(row));
  }
  const ends = {
    a: { switchCode: "116", port: 33, address: "192.0.2.1" },
    b: { switchCode: "212", port: 33, address: "192.0.2.5" },
  };
  await layLink({ ctx: fabric.system, input: { medium: "provider", code: "306", ...ends, mtu: 9200, longHaul: 7001 } });
}

test("frames on a provider link get tag 4 and lose it at the far end; the record outlives the order", async () => {
  await layProviderLink();
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const id = await remoteOrder(aspen);
  await settle();
  const log = () => aspen.api.extensions.steps({ id });
  expect(stepOf(await log(), 422).outcome).toEqual({
    kind: "not_needed",
    reason: "The best path crosses dedicated lines alone: 224.",
  });
  agent1.count("1/10", "in");
  agent1.count("5001/100.200", "out");
  await agent1.report();
  const [pseudowire] = await fabric.operator.api.links.pseudowires();
  pathInUse(5001, pseudowire?.paths.find(({ linkCodes }) => linkCodes.join() === "306")?.tagToB ?? 0);
  agent2.count("5001/100.200", "in");
  agent2.count("11/10", "out");
  await agent2.report();
  const live = await log();
  expect(words(live, [422, 536, 538])).toEqual(["done", "done", "done"]);
  expect(evidence(live, 536)).toEqual([expect.stringMatching(/^Provider link 306: put on by switch 116, port 33, /)]);
  expect(evidence(live, 538)).toEqual([
    expect.stringMatching(/^Provider link 306: taken off by switch 212, port 33, /),
  ]);
  expect(numbers(live, 536)).toEqual([7001]);
  await aspen.api.extensions.release({ id });
  await settle();
  await settle();
  fabric.restartPortal();
  const released = await log();
  expect(words(released, [422, 532, 536, 538, 540, 542])).toEqual([
    ...["done", "done", "done", "done", "no > end", "not_needed"],
  ]);
  expect(numbers(released, 536)).toEqual([7001]);
});

test("where only one path goes the way that was asked for, frames take it without anybody saying so", async () => {
  await layProviderLink();
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const id = await remoteOrder(aspen, { via: ["306"] });
  await settle();
  const log = await aspen.api.extensions.steps({ id });
  expect(words(log, [422, 536])).toEqual(["done", "pending"]);
  expect(evidence(log, 422)[0]).toBe("Path: the only one");
});

test("each VLAN that the rack had gets its round; one declared later starts again at block 508", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1, vids: "10-12" });
  fabric.clock.now += 1_000;
  const { id } = await aspen.api.extensions.request({
    vlanId: aspen.vlanId,
    resourceId: fabric.dc1.resources[0] ?? "",
  });
  fabric.clock.now += 1_000;
  await aspen.api.vlans.declare({ rackId: aspen.rack.id, vids: "13" });
  const log = await aspen.api.extensions.steps({ id });
  expect(words(log, [508, 510, 516, 518, 520, 522, 524])).toEqual([
    ...["yes > 516", "not_needed", "done", "done", "done", "no > 526", "done"],
  ]);
  expect(numbers(log, 520)).toEqual([100, 200, 100, 201, 100, 202]);
  expect(evidence(log, 542)[0]).toBe("New VLAN: VLAN 13: blocks 508 and 516 gave it tags");
});

test("an entry that a kernel lost fails its block until it is repaired", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const id = await remoteOrder(aspen);
  await settle();
  fabric.clock.now += FOLLOW_MS;
  await agent2.report({ lost: ["11/10"] });
  const log = await aspen.api.extensions.steps({ id });
  expect(words(log, [502, 504, 506])).toEqual(["done", "failed", "pending"]);
  expect(stepOf(log, 504).outcome).toMatchObject({
    reason: "On switch 212 map entry 11/10 is missing: no rule. Its agent repairs it.",
  });
  await agent2.report();
  expect(words(await aspen.api.extensions.steps({ id }), [502, 504, 506])).toEqual(["done", "done", "done"]);
});

test("a rejection is told with the operator's reason, and nothing waits any more", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const asked = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: fabric.dc2.resources[0] ?? "" });
  await fabric.operator.api.requests.reject({ id: asked.request?.id ?? "", reason: "The line is full." });
  const log = await aspen.api.extensions.steps({ id: asked.id });
  expect(stepOf(log, 506).outcome).toMatchObject({ kind: "failed", reason: "Rejected by Operator: The line is full." });
  expect(log.methods.flatMap(({ steps }) => steps).filter(({ outcome }) => outcome.kind === "pending")).toEqual([]);
});

test("an order that a kernel never accepted failed at the coupling of that entry", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const id = await remoteOrder(aspen);
  await agent1.catchUp();
  await agent1.report();
  await agent2.catchUp();
  await agent2.report({ lost: ["11/10"] });
  fabric.clock.now += 31_000;
  await agent2.report({ lost: ["11/10"] });
  const log = await aspen.api.extensions.steps({ id });
  expect(words(log, [406, 420, 502, 504, 506, 540])).toEqual([
    ...["not_needed", "failed", "not_needed", "failed", "not_needed", "no > end"],
  ]);
});

test("counters and rows of an order that has ended are not read from who holds the port now", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const resourceId = fabric.dc1.resources[0] ?? "";
  const { id } = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId });
  await settle();
  await aspen.api.extensions.release({ id });
  await settle();
  fabric.clock.now += 1_000;
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  await birch.api.extensions.request({ vlanId: birch.vlanId, resourceId });
  agent1.count("11/10", "out", 7);
  await settle();
  const log = await aspen.api.extensions.steps({ id });
  expect(evidence(log, 426).filter((text) => text.includes("7 frames"))).toEqual([]);
  expect(evidence(log, 406)[1]).toBe("Switch 116, port 11: 11/10 present, by change 3");
});

test("the steps of another tenant's extension are as absent as one that never was; an operator reads them", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const { id } = await aspen.api.extensions.request({
    vlanId: aspen.vlanId,
    resourceId: fabric.dc1.resources[0] ?? "",
  });
  const { api } = await fabric.member("Birch");
  const [foreign, missing] = [
    await refusalOf(api.extensions.steps({ id })),
    await refusalOf(api.extensions.steps({ id: "ext_never" })),
  ];
  expect([foreign.code, foreign.message.replace(id, "ID")]).toEqual([
    missing.code,
    missing.message.replace("ext_never", "ID"),
  ]);
  expect(foreign.code).toBe("not_found");
  expect((await fabric.operator.api.extensions.steps({ id })).methods.map(({ method }) => method)).toEqual([400, 500]);
});
