/** Two tenants with equal numbers, real agents and a fake portal: what the abuse and fault cases play on. */
import type { MapEntry } from "@/agent/protocol";
import { type AgentUnderTest, attachment, type Stage, startStage } from "@/lab/agents-under-test";
import { type Blast, blastIn } from "@/lab/blast";

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
}

export const TENANT_A: Tenant = {
  hostTag: 10,
  vlan: 10,
  segment: 10,
  client: "ca",
  clientPort: 1,
  resource: "ra",
  resourcePort: 11,
};
export const TENANT_B: Tenant = {
  hostTag: 20,
  vlan: 10,
  segment: 20,
  client: "cb",
  clientPort: 2,
  resource: "rb",
  resourcePort: 12,
};

/** The same at both tenants, and in each of them. */
export const CLIENT_MAC = "020000000001";
export const RESOURCE_MAC = "020000000050";
/** The switch that the tenants' ports are on. */
export const SWITCH = "901";

export interface AbuseStage {
  readonly stage: Stage;
  readonly agent: AgentUnderTest;
  /** Makes these entries, and no others, the switch's map; resolves when the agent has read them back. */
  desire(entries: readonly MapEntry[]): Promise<void>;
  /** The frame generator in a machine or in a switch. */
  blast(namespace: string): Promise<Blast>;
  stop(): Promise<void>;
}

/** Boots the lab and its agents; each switch has its ports ready. */
export async function startAbuseStage(): Promise<AbuseStage> {
  const stage = await startStage();
  const agent = stage.agent(SWITCH);
  return {
    stage,
    agent,
    async desire(entries) {
      const keys = entries.map(({ key }) => key);
      const gone = agent.portal.desired.entries.map(({ key }) => key).filter((key) => !keys.includes(key));
      agent.portal.change(entries, gone);
      await agent.portal.settled();
    },
    blast: (namespace) => blastIn(stage.lab, namespace),
    stop: () => stage.stop(),
  };
}

/** A tenant's one VLAN from client to resource, both tagged with it. */
export function taggedEntries({ hostTag, vlan, segment, clientPort, resourcePort }: Tenant): MapEntry[] {
  return [clientPort, resourcePort].map((port) => attachment(port, vlan, `${hostTag}.${vlan}`, segment));
}

/** What a tenant sends untagged, in a segment of its own: customer tag and segment number one higher. */
export function untaggedEntries({ hostTag, vlan, segment, clientPort, resourcePort }: Tenant): MapEntry[] {
  return [clientPort, resourcePort].map((port) => attachment(port, "untagged", `${hostTag}.${vlan + 1}`, segment + 1));
}
