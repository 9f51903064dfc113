import { TRPCError } from "@trpc/server";
import { isNotNull } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { learnedMac } from "@/agent/protocol";
import { datacenterTag } from "@/db/schema/link";
import { GIVE_UP_AFTER_MS } from "../../domain/evidence";
import { ENDED_STATES, type ExtensionState } from "../../domain/extension-state";
import { type Way, wayKey } from "../../domain/path-choice";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { desiredStateOf } from "../map/desired";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

const AVOID_224: Way = { via: [], avoid: ["224"] };

/** Lines 224 and 225 between two datacenters, and a tenant with four VLANs in the first. */
async function openScene() {
  const fabric = await openTestFabric();
  await fabric.layLine("225", fabric.dc1, fabric.dc2, { cost: 20 });
  const tenant = await fabric.tenantWith({ site: fabric.dc1, vids: "10-13" });
  const sites = [fabric.dc1, fabric.dc2];
  return { fabric, tenant, sites, agents: sites.map((site) => simulateAgent(fabric, site)) };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

let scene: Scene;
let fabric: TestFabric;
let near: SimulatedAgent;

beforeEach(async () => {
  scene = await openScene();
  fabric = scene.fabric;
  const [first] = scene.agents;
  if (first === undefined) throw new Error("no agent");
  near = first;
});

afterEach(() => fabric.close());

/** VLAN and resource of that number. */
function ask({ tenant, fabric }: Scene, index: number, way?: Way) {
  const [vlanId, resourceId] = [tenant.vlans[index]?.id ?? "", fabric.dc2.resources[index] ?? ""];
  return tenant.api.extensions.request({
    vlanId,
    resourceId,
    way: way && { via: [...way.via], avoid: [...way.avoid] },
  });
}

const approve = ({ request }: { request: { id: string } | null }) =>
  fabric.operator.api.requests.approve({ id: request?.id ?? "" });

/** Both agents follow, and report that all is as desired but for what they lost. */
async function settle({ agents }: Scene, lost: readonly string[] = []): Promise<void> {
  for (const agent of agents) await agent.catchUp();
  for (const agent of agents) await agent.report({ lost });
}

const waysHeld = async () => (await fabric.operator.api.links.pseudowires()).map(({ way }) => way).sort();
const stateOf = async (id: string) => (await scene.tenant.api.extensions.get({ id })).state;

async function tagsHeld({ fabric }: Scene): Promise<number[]> {
  const rows = await fabric.db.read.select().from(datacenterTag).where(isNotNull(datacenterTag.pathId));
  return rows.map(({ tag }) => tag).sort();
}

/** What follows the feed holds what the rows give, and tags are held by the paths that operators see and by nothing else. */
async function expectWhole(scene: Scene): Promise<void> {
  for (const [index, agent] of scene.agents.entries()) {
    await agent.catchUp();
    const rebuilt = await scene.fabric.db.transact((tx) => desiredStateOf(tx, scene.sites[index]?.switchId ?? ""));
    const sorted = ({ ports, transits, entries }: typeof rebuilt) => ({
      ports: [...ports].sort((a, b) => a.number - b.number),
      transits: transits.map(({ key }) => key).sort(),
      entries: entries.map(({ key }) => key).sort(),
    });
    expect(sorted(agent.state)).toEqual(sorted(rebuilt));
  }
  const paths = (await scene.fabric.operator.api.links.pseudowires()).flatMap((one) => one.paths);
  expect(await tagsHeld(scene)).toEqual(paths.flatMap(({ tagToA, tagToB }) => [tagToA, tagToB]).sort());
}

test("a way of its own leaves both switches when the last extension that crosses by it is released", async () => {
  const [tags, before] = [await tagsHeld(scene), await waysHeld()];
  const one = await ask(scene, 0, AVOID_224);
  const other = await ask(scene, 1, AVOID_224);
  for (const placed of [one, other]) await approve(placed);
  await settle(scene);
  expect(await waysHeld()).toEqual(["", "avoid 224"]);
  for (const { id } of [one, other]) {
    await scene.tenant.api.extensions.release({ id });
    // The switches still let go of it: what it crosses stays until they have.
    expect(await waysHeld()).toEqual(["", "avoid 224"]);
    await settle(scene);
    expect(await stateOf(id)).toBe("released");
    await expectWhole(scene);
  }
  expect(await waysHeld()).toEqual(before);
  expect(await tagsHeld(scene)).toEqual(tags);
  for (const { state } of scene.agents) expect(state.ports.filter(({ kind }) => kind === "pseudowire")).toHaveLength(1);
});

test("so does that of an order which is withdrawn, rejected, or which no kernel ever accepts", async () => {
  const withdrawn = await ask(scene, 0, AVOID_224);
  await scene.tenant.api.extensions.release({ id: withdrawn.id });
  expect(await waysHeld()).toEqual([""]);
  const rejected = await ask(scene, 0, AVOID_224);
  expect(await waysHeld()).toEqual(["", "avoid 224"]);
  await fabric.operator.api.requests.reject({ id: rejected.request?.id ?? "", reason: "Not by that line." });
  expect(await waysHeld()).toEqual([""]);
  const failing = await ask(scene, 0, AVOID_224);
  await approve(failing);
  await settle(scene);
  const failed = await ask(scene, 1, AVOID_224);
  await approve(failed);
  await scene.tenant.api.extensions.release({ id: failing.id });
  for (const wait of [0, GIVE_UP_AFTER_MS]) {
    fabric.clock.now += wait;
    await settle(scene, ["1/11"]);
  }
  expect(await stateOf(failed.id)).toBe("failed");
  await settle(scene);
  expect(await waysHeld()).toEqual([""]);
  await expectWhole(scene);
});

test("an order that has ended is told by the way that it took, with the tags that it had", async () => {
  const { api } = scene.tenant;
  const placed = await ask(scene, 0, AVOID_224);
  await approve(placed);
  await settle(scene);
  const before = await api.paths.get({ extensionId: placed.id });
  await api.extensions.release({ id: placed.id });
  await settle(scene);
  expect(await api.extensions.get({ id: placed.id })).toMatchObject({ state: "released", linkCodes: ["225"] });
  expect(await api.requests.list({})).toMatchObject([{ way: { linkCodes: ["225"] } }]);
  const stacks = (path: typeof before) => path.toResource.legs.map(({ name, stack }) => ({ name, stack }));
  const told = await api.paths.get({ extensionId: placed.id });
  expect(stacks(told).filter(({ name }) => !name.startsWith("inside"))).toEqual(
    stacks(before).filter(({ name }) => !name.startsWith("inside")),
  );
  expect((await api.extensions.steps({ id: placed.id })).methods).toHaveLength(2);
  const never = await ask(scene, 0, AVOID_224);
  await api.extensions.release({ id: never.id });
  expect(await api.extensions.get({ id: never.id })).toMatchObject({ linkCodes: ["225"] });
  expect(await refusalOf(api.paths.get({ extensionId: never.id }))).toMatchObject({
    ...{ code: "conflict" },
    message: expect.stringContaining("ended before a frame took the way"),
  });
});

test("an agent may speak of the port for a moment longer", async () => {
  const placed = await ask(scene, 0, AVOID_224);
  await approve(placed);
  await settle(scene);
  const wire = near.state.ports.findLast(({ kind }) => kind === "pseudowire");
  const number = wire?.number ?? 0;
  const pair = near.state.entries.find(({ port }) => port === number)?.key ?? "";
  near.count(pair, "out", 5);
  await scene.tenant.api.extensions.release({ id: placed.id });
  await settle(scene);
  const macs = [learnedMac.parse({ port: number, segment: 1, mac: "02:00:00:00:02:11" })];
  await near.report({ macs, capturing: [number], alarms: [], strays: [`link w-${number}`] });
  const { vlanId, api } = scene.tenant;
  expect((await api.vlans.macs({ vlanId })).rows).toEqual([]);
  await fabric.operator.api.switches.tagMap({ code: "116" });
  expect(await waysHeld()).toEqual([""]);
});

test("a link that no pseudowire at rest needs is drained and restored, and the next order of the way has it again", async () => {
  const first = await ask(scene, 0, AVOID_224);
  await scene.tenant.api.extensions.release({ id: first.id });
  const { links } = fabric.operator.api;
  await links.update({ code: "225", state: "drained" });
  expect(await refusalOf(ask(scene, 0, AVOID_224))).toMatchObject({ code: "conflict" });
  await links.update({ code: "225", state: "in_service" });
  await ask(scene, 0, AVOID_224);
  const ports = (await links.pseudowires()).map(({ way, a, b }) => `${way}: ${a.port} and ${b.port}`);
  expect(ports).toEqual([": 5001 and 5001", "avoid 224: 5002 and 5002"]);
  await expectWhole(scene);
});

type Step =
  | { readonly kind: "order"; readonly which: number; readonly way: Way }
  | { readonly kind: "decide"; readonly which: number; readonly yes: boolean }
  | { readonly kind: "release"; readonly which: number }
  | { readonly kind: "drain"; readonly code: string }
  | { readonly kind: "settle" };

const few = fc.nat(3);
const way: fc.Arbitrary<Way> = fc.constantFrom(
  AVOID_224,
  { via: ["225"], avoid: [] },
  { via: [], avoid: ["225"] },
  { via: ["224"], avoid: [] },
  { via: [], avoid: [] },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("order" as const), which: few, way }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("decide" as const), which: few, yes: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("release" as const), which: few }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("drain" as const), code: fc.constantFrom("224", "225") }) },
  { weight: 4, arbitrary: fc.constant({ kind: "settle" as const }) },
);

/** What was asked for is what an order goes by; orders of one VLAN follow each other. */
type Orders = Map<number, { readonly id: string; readonly requestId: string; readonly way: Way }>;

async function perform(scene: Scene, orders: Orders, step: Step): Promise<void> {
  const { operator } = scene.fabric;
  if (step.kind === "settle") return settle(scene);
  if (step.kind === "drain") {
    const { state } = await operator.api.links.get({ code: step.code });
    await operator.api.links.update({ code: step.code, state: state === "drained" ? "in_service" : "drained" });
    return;
  }
  if (step.kind === "order") {
    const placed = await ask(scene, step.which, step.way);
    orders.set(step.which, { id: placed.id, requestId: placed.request?.id ?? "", way: step.way });
    return;
  }
  const known = orders.get(step.which);
  if (known === undefined) return;
  if (step.kind === "release") await scene.tenant.api.extensions.release({ id: known.id });
  else if (step.yes) await operator.api.requests.approve({ id: known.requestId });
  else await operator.api.requests.reject({ id: known.requestId, reason: "Not now." });
}

/** What stands in the way of a step is refused, and that is no matter here; anything else is. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
}

/** Ways of their own that orders go on by. */
async function waysAsked(scene: Scene, orders: Orders): Promise<string[]> {
  const ended: readonly ExtensionState[] = ENDED_STATES;
  const running = new Set(
    (await scene.tenant.api.extensions.list({})).filter(({ state }) => !ended.includes(state)).map(({ id }) => id),
  );
  const keys = [...orders.values()].filter(({ id }) => running.has(id)).map((order) => wayKey(order.way));
  return [...new Set(["", ...keys])].sort();
}

test("however often ways are asked for and let go of, each is held while an order crosses by it, and no tag is lost", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 24 }), async (steps) => {
      const scene = await openScene();
      const orders: Orders = new Map();
      try {
        for (const one of steps) {
          await perform(scene, orders, one).catch(unlessRefused);
          const held = (await scene.fabric.operator.api.links.pseudowires()).map((wire) => wire.way).sort();
          expect(held).toEqual(await waysAsked(scene, orders));
          await expectWhole(scene);
        }
      } finally {
        scene.fabric.close();
      }
    }),
    { numRuns: 7 },
  );
}, 120_000);
