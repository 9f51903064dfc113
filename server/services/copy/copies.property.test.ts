import { TRPCError } from "@trpc/server";
import { isNotNull } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type DesiredState, desiredHash, isInSegment } from "@/agent/protocol";
import { copyStream } from "@/db/schema/copy";
import { tagPair } from "@/db/schema/vlan";
import { ATTACHED_STATES } from "../../domain/extension-state";
import { ServiceError } from "../../errors";
import { simulateAgent } from "../agent/simulated-agent";
import { desiredStateOf } from "../map/desired";
import { openTestFabric } from "../map/test-fabric";

/** What the tenant does; the numbers choose among its two VLANs, and among a resource beside the rack and two far away. */
type Step =
  | { readonly kind: "reach"; readonly vlan: number; readonly what: number }
  | { readonly kind: "release"; readonly vlan: number; readonly what: number }
  | { readonly kind: "copy"; readonly vlan: number; readonly what: readonly number[] };

const [vlan, what] = [fc.nat(1), fc.nat(2)];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("reach" as const), vlan, what }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("release" as const), vlan, what }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("copy" as const), vlan, what: fc.uniqueArray(what) }) },
);

/** One VLAN's frames are copied to what the other one reaches in the other datacenter, until it does not. */
const ACROSS: Step[] = [
  { kind: "reach", vlan: 0, what: 0 },
  { kind: "reach", vlan: 1, what: 1 },
  { kind: "copy", vlan: 0, what: [0, 1] },
  { kind: "release", vlan: 1, what: 1 },
  { kind: "reach", vlan: 1, what: 1 },
];

async function openScene() {
  const fabric = await openTestFabric();
  const tenant = await fabric.tenantWith({ site: fabric.dc1, vids: "10,20" });
  const sites = [fabric.dc1, fabric.dc2];
  const resources = [fabric.dc1.resources[0], fabric.dc2.resources[0], fabric.dc2.resources[1]].map((id) => id ?? "");
  return { fabric, tenant, sites, resources, agents: sites.map((site) => simulateAgent(fabric, site)) };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

async function perform({ fabric, tenant: { api, vlans }, resources, agents }: Scene, step: Step): Promise<void> {
  const vlanId = vlans[step.vlan]?.id ?? "";
  const named = (index: number) => resources[index] ?? "";
  if (step.kind === "copy") {
    const action = (index: number) => ({ kind: "mirror" as const, resourceId: named(index) });
    const rules = step.what.map((index) => ({ name: `${index}`, match: { etherType: 0x9000 }, action: action(index) }));
    await api.rules.replace({ vlanId, rules });
    return;
  }
  if (step.kind === "reach") {
    const { request } = await api.extensions.request({ vlanId, resourceId: named(step.what) });
    if (request !== null) await fabric.operator.api.requests.approve({ id: request.id });
    return;
  }
  const attached: readonly string[] = ATTACHED_STATES;
  for (const { id, vlan, resource, state } of await api.extensions.list()) {
    const isMeant = vlan.id === vlanId && resource.id === named(step.what) && attached.includes(state);
    if (isMeant) await api.extensions.release({ id });
  }
  for (const agent of agents) await agent.catchUp();
  for (const agent of agents) await agent.report();
}

async function performOrBeRefused(scene: Scene, step: Step): Promise<void> {
  try {
    await perform(scene, step);
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : undefined;
    if (!(cause instanceof ServiceError) || !["conflict", "invalid"].includes(cause.code)) throw error;
  }
}

interface Pair {
  readonly hostTag: number;
  readonly customerTag: number | null;
}
const text = ({ hostTag, customerTag }: Pair): string => `${hostTag}.${customerTag}`;
const sorted = (pairs: readonly Pair[]): string[] => [...new Set(pairs.map(text))].sort();

const copiesIn = ({ entries }: DesiredState) => entries.filter((entry) => entry.kind === "copy");
const mirrorsIn = ({ entries }: DesiredState) =>
  entries
    .flatMap((entry) => (entry.kind === "attachment" ? (entry.rules ?? []) : []))
    .flatMap(({ action }) => (action.kind === "mirror" ? [action] : []));
const onwardIn = (state: DesiredState) => mirrorsIn(state).flatMap(({ onward }) => onward ?? []);

/** Copies leave at a machine's port, as frames of what is attached there for their own client system. */
function checkEnds(state: DesiredState): void {
  for (const { to, clientVlan, hostTag } of copiesIn(state)) {
    expect(state.entries).toContainEqual(
      expect.objectContaining({ kind: "attachment", port: to, clientVlan, hostTag }),
    );
  }
  for (const { port } of mirrorsIn(state).filter(({ onward }) => onward === undefined)) {
    expect(state.entries).toContainEqual(expect.objectContaining({ kind: "attachment", port }));
  }
}

/** Pairs of copies are no segment's; what leaves a switch as copies comes to an entry elsewhere; none is held in vain. */
async function check({ fabric, tenant, sites, resources }: Scene): Promise<number> {
  const states: DesiredState[] = [];
  for (const { switchId } of sites) states.push(await fabric.db.transact((tx) => desiredStateOf(tx, switchId)));
  for (const state of states) {
    expect(desiredHash(state)).toBe(state.hash);
    checkEnds(state);
  }
  const segments = sorted(states.flatMap(({ entries }) => entries.filter(isInSegment)));
  const made = sorted(states.flatMap(onwardIn));
  expect(made.filter((pair) => segments.includes(pair))).toEqual([]);
  expect(sorted(states.flatMap(copiesIn))).toEqual(made);
  expect(sorted(await fabric.db.read.select().from(copyStream).where(isNotNull(copyStream.customerTag)))).toEqual(made);
  const held = (await fabric.db.read.select().from(tagPair)).filter(({ state }) => state === "held");
  expect(sorted(held)).toEqual([...sorted(tenant.vlans), ...made].sort());
  await checkReached({ tenant, resources, ports: states.flatMap(mirrorsIn).length });
  return made.length;
}

/** Every rule whose resource the rack reaches copies at each port of its VLAN, and no other. */
async function checkReached(scene: Pick<Scene, "tenant" | "resources"> & { ports: number }): Promise<void> {
  const { api, vlans } = scene.tenant;
  const attached: readonly string[] = ATTACHED_STATES;
  const extensions = (await api.extensions.list()).filter(({ state }) => attached.includes(state));
  const reached = new Set(extensions.map(({ resource }) => resource.id));
  let expected = 0;
  for (const { id } of vlans) {
    const own = extensions.filter((one) => one.vlan.id === id).length;
    const rules = await api.rules.list({ vlanId: id });
    const copying = rules.filter(({ action }) => action.kind === "mirror" && reached.has(action.resourceId));
    expect(rules.filter(({ idle }) => idle === null)).toEqual(copying);
    expected += own === 0 ? 0 : (own + 1) * copying.length;
  }
  expect(scene.ports).toBe(expected);
}

test("whatever is extended, released and copied: copies go where the rack's extensions lead, under pairs of their own, and hold none in vain", async () => {
  let most = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
      const scene = await openScene();
      try {
        for (const one of steps) {
          await performOrBeRefused(scene, one);
          most = Math.max(most, await check(scene));
        }
      } finally {
        scene.fabric.close();
      }
    }),
    { numRuns: 12, examples: [[ACROSS]] },
  );
  // Else nothing was tried.
  expect(most).toBeGreaterThan(0);
}, 60_000);
