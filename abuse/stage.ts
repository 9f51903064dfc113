/** Two tenants with equal numbers, real agents and a fake portal: what the abuse and fault cases play on. */
import { type MapEntry, type ServiceProfile, serviceProfile } from "@/agent/protocol";
import {
  type AgentUnderTest,
  attachment,
  linkEnd,
  pseudowire,
  type Speech,
  type Stage,
  startStage,
  trunk,
} from "@/lab/agents-under-test";
import { type Blast, blastIn } from "@/lab/blast";
import type { FakePortal } from "@/lab/fake-portal";
import type { World } from "@/lab/world";

/**
 * One tenant. Numbers are chosen to be mistaken for each other: tenant A's host tag, customer tag, client VLAN and segment
 * number are all 10, and tenant B's pair 20.10 is a stack that A can send.
 */
export interface Tenant {
  readonly hostTag: number;
  readonly vlan: number;
  readonly segment: number;
  readonly client: string;
  readonly clientPort: number;
  readonly resource: string;
  readonly resourcePort: number;
  /** In the other datacenter, over a link; the port has the number of the near resource's. */
  readonly farResource: string;
}

export const TENANT_A: Tenant = {
  hostTag: 10,
  vlan: 10,
  segment: 10,
  client: "ca",
  clientPort: 1,
  resource: "ra",
  resourcePort: 11,
  farResource: "rc",
};
export const TENANT_B: Tenant = {
  hostTag: 20,
  vlan: 10,
  segment: 20,
  client: "cb",
  clientPort: 2,
  resource: "rb",
  resourcePort: 12,
  farResource: "rd",
};

/** The same at both tenants, and in each of them. */
export const CLIENT_MAC = "020000000001";
export const RESOURCE_MAC = "020000000050";
/** The switch that the tenants' ports are on, and the one in the other datacenter. */
export const SWITCH = "901";
export const FAR_SWITCH = "902";
/** The port of both switches that leads to the other. */
const WIRE = 5001;
const LINK = 31;
/** Tag 3 towards either switch. */
const [TO_FAR, TO_NEAR] = [160, 150] as const;

export interface AbuseStage {
  readonly stage: Stage;
  readonly agent: AgentUnderTest;
  /**
   * Makes these entries, made anew, and no others the map of both switches; resolves when the agents have read them back.
   * Counters begin at zero, and no address is learned yet.
   */
  desire(near: readonly MapEntry[], far?: readonly MapEntry[]): Promise<void>;
  /** The frame generator in a machine or in a switch. */
  blast(namespace: string): Promise<Blast>;
  stop(): Promise<void>;
}

/** Boots the lab and its agents, with a pseudowire between the two switches over the link of that number. */
export async function startAbuseStage(world?: World, link = LINK, speech: Speech = ["vpls"]): Promise<AbuseStage> {
  const stage = await startStage(world);
  const agent = stage.agent(SWITCH);
  try {
    await joinSwitches(stage, link, speech);
  } catch (error) {
    await stage.stop();
    throw error;
  }
  return {
    stage,
    agent,
    async desire(near, far = []) {
      await Promise.all([replaceMap(agent, near), replaceMap(stage.agent(FAR_SWITCH), far)]);
    },
    blast: (namespace) => blastIn(stage.lab, namespace),
    stop: () => stage.stop(),
  };
}

/** Makes one link, spoken so, the way between the two switches. */
export async function joinSwitches(stage: Stage, link: number, speech: Speech): Promise<void> {
  const ends = [
    [SWITCH, TO_FAR, TO_NEAR],
    [FAR_SWITCH, TO_NEAR, TO_FAR],
  ] as const;
  for (const [code, out, back] of ends) {
    const links = [await linkEnd(stage, code, link, speech)];
    stage.agent(code).portal.alter({ links, ports: [pseudowire(WIRE, [link, out, back])] });
  }
  await Promise.all(ends.map(([code]) => stage.agent(code).portal.settled()));
}

async function replaceMap({ portal }: AgentUnderTest, entries: readonly MapEntry[]): Promise<void> {
  const gone = portal.desired.entries.map(({ key }) => key);
  if (gone.length > 0) await changed(portal, [], gone);
  if (entries.length > 0) await changed(portal, entries);
}

async function changed(portal: FakePortal, set: readonly MapEntry[], drop: readonly string[] = []): Promise<void> {
  portal.change(set, drop);
  await portal.settled();
}

/** A tenant's one VLAN from client to resource, both tagged with it. */
export function taggedEntries({ hostTag, vlan, segment, clientPort, resourcePort }: Tenant): MapEntry[] {
  return [clientPort, resourcePort].map((port) => attachment(port, vlan, `${hostTag}.${vlan}`, segment));
}

/** The same VLAN on to the other switch by a port of both: what the near switch has besides, and what the far one has. */
export function farEntries(
  { hostTag, vlan, segment, resourcePort }: Tenant,
  by: number = WIRE,
): { near: MapEntry[]; far: MapEntry[] } {
  const pair = `${hostTag}.${vlan}`;
  const joint = trunk(by, pair, segment);
  return { near: [joint], far: [joint, attachment(resourcePort, vlan, pair, segment)] };
}

/** What an extension has that was ordered with a bandwidth: 5 % of it for floods (bit/s), and a quota of addresses. */
export const ORDERED: ServiceProfile = serviceProfile.parse({
  bandwidth: 20_000_000,
  flood: 1_000_000,
  macs: null,
  macQuota: 100,
  carried: [],
});

/** The same entries with a profile at each attachment; `by` says it for the attachment's port. */
export function served(entries: readonly MapEntry[], by: (port: number) => Partial<ServiceProfile> = () => ({})) {
  return entries.map((entry): MapEntry => {
    return entry.kind === "attachment" ? { ...entry, profile: { ...ORDERED, ...by(entry.port) } } : entry;
  });
}

/** What a tenant sends untagged, in a segment of its own: customer tag and segment number one higher. */
export function untaggedEntries({ hostTag, vlan, segment, clientPort, resourcePort }: Tenant): MapEntry[] {
  return [clientPort, resourcePort].map((port) => attachment(port, "untagged", `${hostTag}.${vlan + 1}`, segment + 1));
}
