import { afterEach, beforeEach, expect, test } from "vitest";
import type { ProbeRound, ProbeTask } from "@/agent/protocol";
import { refusalOf } from "../../test-world";
import { type ProbeFate, type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";
import { runProbes } from "./run";

const BACK = { arrived: 5, returned: 5, roundTrip: { least: 900, median: 1000, most: 1400 } };
const LOST = { arrived: 0, returned: 0, roundTrip: null };

let fabric: TestFabric;
let near: SimulatedAgent;
let far: SimulatedAgent;
let aspen: Awaited<ReturnType<TestFabric["tenantWith"]>>;
let extensionId: string;

beforeEach(async () => {
  fabric = await openTestFabric();
  near = simulateAgent(fabric, fabric.dc1);
  far = simulateAgent(fabric, fabric.dc2);
  aspen = await fabric.tenantWith({ site: fabric.dc1, name: "Aspen" });
  const resourceId = fabric.dc2.resources[0] ?? "";
  const placed = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId });
  extensionId = placed.id;
  await fabric.operator.api.requests.approve({ id: placed.request?.id ?? "" });
  await settle();
});

afterEach(() => fabric.close());

async function settle(): Promise<void> {
  for (const agent of [near, far]) await agent.catchUp();
  for (const agent of [near, far]) await agent.report();
}

/** A minute later a round of the extension's own probes ends. */
async function minutely(fate: Pick<ProbeRound, "arrived" | "returned" | "roundTrip">, by = near): Promise<void> {
  fabric.clock.now += 60_000;
  await by.report({ probes: [{ id: extensionId, at: fabric.clock.now, sent: 5, ...fate }] });
}

async function stateNow() {
  const { state, reason } = await aspen.api.extensions.get({ id: extensionId });
  return { state, reason };
}

test("every port has a probe point, and the rack's attachment the resource's as its goal", () => {
  expect(near.state.ports.every(({ probe }) => probe?.startsWith("02:d1:00:01:"))).toBe(true);
  expect(far.state.ports.every(({ probe }) => probe?.startsWith("02:d1:00:02:"))).toBe(true);
  const rack = near.state.entries.find(({ key }) => key === "1/10");
  expect(rack).toMatchObject({ probes: [{ id: extensionId, to: "02:d1:00:02:00:0b" }] });
  expect(far.state.entries.some((entry) => "probes" in entry)).toBe(false);
});

test("a round that comes back makes it live, two lost ones end that and say on which way, a good one restores it", async () => {
  expect(await stateNow()).toEqual({ state: "configured", reason: null });
  await minutely(BACK);
  expect((await stateNow()).state).toBe("live");
  await minutely(LOST);
  expect((await stateNow()).state).toBe("live");
  await minutely({ ...LOST, arrived: 5 });
  expect(await stateNow()).toMatchObject({ state: "configured", reason: expect.stringContaining("on the way back") });
  await minutely(BACK);
  expect(await stateNow()).toEqual({ state: "live", reason: null });
  const { rounds, isProbed } = await aspen.api.probes.rounds({ extensionId });
  expect(isProbed).toBe(true);
  expect(rounds.map(({ sent, arrived, returned }) => [sent, arrived, returned])).toEqual([
    ...[
      [5, 5, 5],
      [5, 0, 0],
      [5, 5, 0],
      [5, 5, 5],
    ],
  ]);
});

test("a switch that does not probe the extension has no say, and its end leaves no memory", async () => {
  await minutely(BACK, far);
  expect((await stateNow()).state).toBe("configured");
  await minutely(BACK);
  await aspen.api.extensions.release({ id: extensionId });
  await settle();
  expect((await stateNow()).state).toBe("released");
  await near.report();
  expect(fabric.live.rounds.roundsOf(extensionId)).toEqual([]);
  expect(await refusalOf(aspen.api.probes.ping({ extensionId }))).toMatchObject({ code: "conflict" });
});

test("a ping goes both ways, each from its own end", async () => {
  const ping = aspen.api.probes.ping({ extensionId, count: 5 });
  const [there] = await near.answerProbes(() => BACK);
  const [back] = await far.answerProbes(() => LOST);
  expect(await ping).toMatchObject({
    toResource: { kind: "round", round: { sent: 5, returned: 5, roundTrip: { median: 1000 } } },
    toRack: { kind: "round", round: { sent: 5, arrived: 0, returned: 0 } },
  });
  expect(there).toMatchObject({ entry: "1/10", to: "02:d1:00:02:00:0b", count: 5 });
  expect(back).toMatchObject({ entry: "11/10", to: "02:d1:00:01:00:01", count: 5 });
});

/** The hops of a trace by what becomes of the probes to each port. */
async function traced(fateOf: (task: ProbeTask) => ProbeFate) {
  const trace = aspen.api.probes.trace({ extensionId });
  await near.answerProbes(fateOf);
  return trace;
}

test("a trace asks each switch where frames come in, and names the stretch on which they end", async () => {
  const whole = await traced(() => BACK);
  expect(whole.hops.map(({ switchCode, port, where }) => [switchCode, port, where])).toEqual([
    ["116", 1, "from rack"],
    ["212", 5001, "from switch 116"],
    ["212", 11, "to 208.1"],
  ]);
  expect(whole).toMatchObject({ isWhole: true, conclusion: expect.stringContaining("as far as switch 212 port 11") });
  const broken = await traced(({ to }) => (to === "02:d1:00:02:13:89" ? BACK : LOST));
  expect(broken).toMatchObject({
    isWhole: false,
    conclusion: "Probes are lost between switch 212 port 5001 and switch 212 port 11.",
  });
  expect((await traced(() => LOST)).conclusion).toBe(
    "Probes are lost between switch 116 port 1 and switch 212 port 5001.",
  );
  const one = await aspen.api.probes.trace({ extensionId, hops: 1 });
  expect(one.hops.map(({ switchCode, outcome }) => [switchCode, outcome.kind])).toEqual([["116", "origin"]]);
});

/** A test of the MTU where probes of more than so many octets are lost. */
async function mtuWhere(most: number) {
  const test = aspen.api.probes.mtu({ extensionId });
  await near.answerProbes(({ octets }) => (octets > most ? LOST : BACK));
  return test;
}

test("a test of the MTU proves or refutes what was computed, and does not take a dead path for a narrow one", async () => {
  expect(await mtuWhere(1518)).toMatchObject({ mtu: 1500, verdict: "proved", isCurrent: true });
  expect((await aspen.api.probes.rounds({ extensionId })).mtu).toMatchObject({ verdict: "proved" });
  expect(await mtuWhere(9000)).toMatchObject({ verdict: "proved", words: expect.stringContaining("has room") });
  expect(await mtuWhere(1517)).toMatchObject({ verdict: "refuted" });
  expect(await mtuWhere(0)).toMatchObject({ verdict: "unproved" });
});

test("probes that could not be sent say why", async () => {
  const trace = await traced(() => "the attachment is not in the kernel yet");
  expect(trace.conclusion).toBe("Switch 212 port 5001 is not known: the attachment is not in the kernel yet");
});

test("an agent that does not answer is named after the wait", async () => {
  const from = { switchId: fabric.dc1.switchId, entry: "1/10", address: near.state.ports[0]?.probe };
  if (from.address === undefined) throw new Error("no probe point");
  const round = { from: { ...from, address: from.address }, to: from.address, count: 1, octets: 128 };
  const [answer] = await runProbes(aspen.ctx, [round], 1);
  expect(answer).toMatchObject({ kind: "none", why: expect.stringContaining("agent of switch 116 did not answer") });
});

const loopsOf = (agent: SimulatedAgent) =>
  agent.state.entries.flatMap((entry) => ("loopUntil" in entry ? [`${entry.key} ${entry.loopUntil}`] : []));

test("a loopback holds at its end until its time is over or somebody ends it, and is remembered", async () => {
  const until = fabric.clock.now + 30_000;
  const begun = await aspen.api.probes.loopback({ extensionId, end: "resource", seconds: 30 });
  expect(begun.loop).toEqual({ end: "resource", name: "208.1", until, by: "Person of Aspen" });
  await settle();
  expect([loopsOf(near), loopsOf(far)]).toEqual([[], [`11/10 ${until}`]]);
  expect((await stateNow()).state).toBe("configured");
  fabric.clock.now = until;
  expect((await aspen.api.probes.rounds({ extensionId })).loop).toBeNull();
  await settle();
  await settle();
  expect(loopsOf(far)).toEqual([]);
  await fabric.operator.api.probes.loopback({ extensionId, end: "rack", seconds: 600 });
  await settle();
  expect(loopsOf(near)).toHaveLength(1);
  expect((await aspen.api.probes.endLoopback({ extensionId })).loop).toBeNull();
  await settle();
  expect(loopsOf(near)).toEqual([]);
  const actions = (await aspen.api.audit.list()).map(({ action }) => action);
  expect(actions.filter((action) => action.startsWith("extension.loopback"))).toEqual([
    ...["extension.loopback_end", "extension.loopback", "extension.loopback"],
  ]);
});

test("one loopback a VLAN: two would send a frame to each other for ever", async () => {
  const other = await aspen.api.extensions.request({
    ...{ vlanId: aspen.vlanId, resourceId: fabric.dc1.resources[0] ?? "" },
  });
  await aspen.api.probes.loopback({ extensionId, end: "resource", seconds: 30 });
  const second = aspen.api.probes.loopback({ extensionId: other.id, end: "resource", seconds: 30 });
  expect(await refusalOf(second)).toMatchObject({ code: "conflict", message: expect.stringContaining("for ever") });
  fabric.clock.now += 30_000;
  const later = await aspen.api.probes.loopback({ extensionId: other.id, end: "rack", seconds: 30 });
  expect(later.loop).toMatchObject({ end: "rack" });
  expect(await refusalOf(aspen.api.probes.loopback({ extensionId, end: "rack", seconds: 601 }))).toMatchObject({
    ...{ code: "invalid", field: "seconds" },
  });
});

test("another tenant's extension is not found, whatever is asked of it", async () => {
  const { api } = await fabric.member();
  const asked = [
    api.probes.rounds({ extensionId }),
    api.probes.ping({ extensionId }),
    api.probes.trace({ extensionId }),
    api.probes.mtu({ extensionId }),
    api.probes.loopback({ extensionId, end: "rack", seconds: 5 }),
    api.probes.endLoopback({ extensionId }),
  ];
  for (const call of asked) expect(await refusalOf(call)).toMatchObject({ code: "not_found" });
  expect((await fabric.operator.api.probes.rounds({ extensionId })).isProbed).toBe(true);
});
