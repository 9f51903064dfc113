import { TRPCError } from "@trpc/server";
import { asc, eq, isNull } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChange, type DesiredState, desiredChange, desiredHash, isInSegment } from "@/agent/protocol";
import { resource } from "@/db/schema/cloud";
import { switchChange } from "@/db/schema/switch";
import { ENDED_STATES, type ExtensionState } from "../../domain/extension-state";
import { ServiceError } from "../../errors";
import { simulateAgent } from "../agent/simulated-agent";
import { desiredStateOf } from "./desired";
import { desiredSince } from "./feed";
import { openTestFabric, type Site, type TestFabric } from "./test-fabric";

/** What somebody does; the numbers choose among what is there then. */
type Step =
  | { readonly kind: "order"; readonly who: number; readonly vlan: number; readonly what: number }
  | { readonly kind: "decide"; readonly which: number; readonly approve: boolean }
  | { readonly kind: "release"; readonly who: number; readonly which: number }
  | { readonly kind: "report"; readonly where: number }
  | { readonly kind: "join"; readonly where: number; readonly mac: number };

const few = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("order" as const), who: few, vlan: few, what: few }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("decide" as const), which: few, approve: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("release" as const), who: few, which: few }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("report" as const), where: few }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("join" as const), where: few, mac: few }) },
);

/** Three tenants that overlap in all their VLAN ids, two in one datacenter and one in the other. */
async function openScene() {
  const fabric = await openTestFabric();
  const vids = "10,20,untagged";
  const tenants = [
    await fabric.tenantWith({ site: fabric.dc1, vids }),
    await fabric.tenantWith({ site: fabric.dc1, vids }),
    await fabric.tenantWith({ site: fabric.dc2, vids }),
  ];
  const sites = [fabric.dc1, fabric.dc2];
  const agents = sites.map((site) => simulateAgent(fabric, site));
  return { fabric, tenants, sites, agents, resources: sites.flatMap((site) => site.resources) };
}

type Scene = Awaited<ReturnType<typeof openScene>>;
type Tenant = Scene["tenants"][number];

function pick<T>(items: readonly T[], index: number): T | undefined {
  return items[index % items.length];
}

async function perform(scene: Scene, step: Step): Promise<void> {
  const tenant = "who" in step ? pick(scene.tenants, step.who) : undefined;
  const agent = "where" in step ? pick(scene.agents, step.where) : undefined;
  if (step.kind === "order" && tenant !== undefined) {
    const vlanId = pick(tenant.vlans, step.vlan)?.id ?? "";
    await tenant.api.extensions.request({ vlanId, resourceId: pick(scene.resources, step.what) ?? "" });
  }
  if (step.kind === "release" && tenant !== undefined) await releaseOne(tenant, step.which);
  if (step.kind === "decide") await decideOne(scene, step);
  if (step.kind === "join") await agent?.join(`02:00:00:00:00:0${step.mac}`);
  if (step.kind === "report") {
    await agent?.catchUp();
    await agent?.report();
  }
}

async function releaseOne({ api }: Tenant, which: number): Promise<void> {
  const extension = pick(await api.extensions.list(), which);
  if (extension !== undefined) await api.extensions.release({ id: extension.id });
}

async function decideOne({ fabric }: Scene, { which, approve }: { which: number; approve: boolean }): Promise<void> {
  const { requests } = fabric.operator.api;
  const request = pick(await requests.list({ state: "pending" }), which);
  if (request === undefined) return;
  if (approve) await requests.approve({ id: request.id });
  else await requests.reject({ id: request.id, reason: "not now" });
}

/** A refusal for a good reason leaves everything as it was; any other error is a failure. */
async function performOrBeRefused(scene: Scene, step: Step): Promise<void> {
  try {
    await perform(scene, step);
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : undefined;
    if (!(cause instanceof ServiceError) || cause.code !== "conflict") throw error;
  }
}

function stateOf(fabric: TestFabric, site: Site): Promise<DesiredState> {
  return fabric.db.transact((tx) => desiredStateOf(tx, site.switchId));
}

function sorted({ number, hash, ports, links, transits, entries }: DesiredState): DesiredState {
  return {
    ...{ number, hash },
    ports: [...ports].sort((a, b) => a.number - b.number),
    links: [...links].sort((a, b) => a.number - b.number),
    transits: [...transits].sort((a, b) => (a.key < b.key ? -1 : 1)),
    entries: [...entries].sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

function checkMap(scene: Scene, site: Site, state: DesiredState): void {
  expect(desiredHash(state)).toBe(state.hash);
  const keys = state.entries.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  const inSegments = state.entries.filter(isInSegment);
  const pairs = inSegments.map(({ hostTag, customerTag }) => `${hostTag}.${customerTag}`);
  const numbered = inSegments.map(({ segment }, index) => `${segment} ${pairs[index]}`);
  const numbers = new Set(inSegments.map(({ segment }) => segment));
  expect(new Set(numbered).size).toBe(new Set(pairs).size);
  expect(numbers.size).toBe(new Set(pairs).size);
  checkPorts(scene, site, state);
}

/** On a rack's port only the rack's own pairs, on a resource's port only those of one tenant. */
function checkPorts({ tenants }: Scene, site: Site, { entries }: DesiredState): void {
  const owners = new Map<number, string>();
  for (const entry of entries) {
    if (entry.kind !== "attachment") continue;
    const owner = tenants.find(({ rack }) => rack.hostTag === entry.hostTag);
    const behind = tenants.find(
      ({ rack }) => rack.port?.switchCode === site.switchCode && rack.port.number === entry.port,
    );
    const expected = behind?.tenantId ?? owners.get(entry.port) ?? owner?.tenantId;
    expect(owner?.tenantId).toBe(expected);
    owners.set(entry.port, expected ?? "");
  }
}

/** A resource of a cloud is held by the one tenant that has an extension to it, and by nobody when there is none. */
async function checkHolds({ fabric }: Scene): Promise<void> {
  const ended: readonly ExtensionState[] = ENDED_STATES;
  const extensions = (await fabric.operator.api.extensions.list()).filter(({ state }) => !ended.includes(state));
  const clouds = fabric.db.read.select().from(resource).where(isNull(resource.clientSystemId));
  for (const { id, reservedFor } of await clouds) {
    const holders = new Set(extensions.filter((one) => one.resource.id === id).map((one) => one.tenant.id));
    expect([...holders]).toEqual(reservedFor === null ? [] : [reservedFor]);
  }
}

/** Whoever follows from any number arrives at the same state, with the right hash at each step. */
async function checkFeed(fabric: TestFabric, site: Site, final: DesiredState): Promise<void> {
  const rows = await fabric.db.read
    .select()
    .from(switchChange)
    .where(eq(switchChange.switchId, site.switchId))
    .orderBy(asc(switchChange.number));
  let state: DesiredState = { number: 0, hash: "", ports: [], links: [], transits: [], entries: [] };
  for (const { body } of rows) {
    state = applyChange(state, desiredChange.parse(JSON.parse(body)));
    expect(desiredHash(state)).toBe(state.hash);
    const { number, hash } = state;
    const told = await desiredSince(fabric.db, site.switchId, { number, hash });
    expect(told.kind).toBe(number === final.number ? "unchanged" : "changes");
    const rest = told.kind === "changes" ? told.changes : [];
    expect(sorted(rest.reduce(applyChange, state))).toEqual(final);
  }
}

/** Everything is let go, and the agents say so. */
async function releaseAll(scene: Scene): Promise<void> {
  const ended: readonly ExtensionState[] = [...ENDED_STATES, "releasing"];
  for (const { api } of scene.tenants) {
    for (const { id, state } of await api.extensions.list())
      if (!ended.includes(state)) await api.extensions.release({ id });
  }
  for (const agent of [...scene.agents, ...scene.agents]) {
    await agent.catchUp();
    await agent.report();
  }
}

test("whatever tenants order, release and are refused, maps stay apart, feeds lead to them, and nothing is left over", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const scene = await openScene();
      const { fabric, sites } = scene;
      try {
        for (const one of steps) {
          await performOrBeRefused(scene, one);
          for (const site of sites) checkMap(scene, site, await stateOf(fabric, site));
          await checkHolds(scene);
        }
        for (const site of sites) await checkFeed(fabric, site, sorted(await stateOf(fabric, site)));
        await releaseAll(scene);
        for (const site of sites) expect((await stateOf(fabric, site)).entries).toEqual([]);
        for (const { state } of await fabric.operator.api.extensions.list()) expect(ENDED_STATES).toContain(state);
        await checkHolds(scene);
      } finally {
        fabric.close();
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);
