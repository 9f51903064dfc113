import type { ClientVlan, Direction, EntryState, PortKind } from "@/agent/protocol";
import type { OrderLife } from "./step-log-life";
import type { OrderProof, WayFact } from "./step-log-proof";

/** What rows and the agents' last reports say of one order: its step log follows from this alone. */
export interface OrderFacts {
  readonly life: OrderLife;
  readonly rack: RackFact;
  readonly resource: ResourceFact;
  /** The resource's cloud, or across datacenters one that the rack's own had when it was ordered; null without one. */
  readonly nearCloud: CloudFact | null;
  /** What it crosses between datacenters; null inside one. */
  readonly crossing: CrossingFact | null;
  readonly vlan: VlanFact;
  /** VLANs that the client system had when it was ordered, the order's own among them, in order of declaration. */
  readonly vlansAtOrder: readonly VlanFact[];
  /** Those declared since, while the order went on. */
  readonly vlansSince: readonly VlanFact[];
  /** Rows of map 118 that the order needs. */
  readonly places: readonly PlaceFact[];
  /** The rules that count its frames, in the order of the way. */
  readonly counts: { readonly toResource: readonly CountFact[]; readonly toRack: readonly CountFact[] };
  /** What its last move by evidence rested on; null without one. */
  readonly proof: OrderProof | null;
  /** Resources that the VLAN's LAN reaches now. */
  readonly lan: readonly string[];
  /** Other tenants with the same VLAN id or an overlapping range; null when it has ended. */
  readonly others: { readonly sameVid: number; readonly sameRange: number } | null;
}

export interface RackFact {
  readonly name: string;
  readonly series: string;
  readonly hostTag: number;
  readonly datacenter: string;
  readonly switchCode: string;
  readonly port: number;
  readonly registeredAt: number;
}

export interface ResourceFact {
  readonly name: string;
  readonly kind: "physical" | "virtual";
  /** Null when it is another rack of the client's. */
  readonly cloud: CloudFact | null;
  readonly datacenter: string;
  readonly switchCode: string;
  readonly port: number;
  /** Its VLAN id there. */
  readonly vlan: ClientVlan;
}

export interface CloudFact {
  readonly code: string;
  readonly datacenter: string;
  /** Null when no record says. */
  readonly establishedAt: number | null;
}

export interface VlanFact {
  readonly vlan: ClientVlan;
  readonly name: string;
  readonly hostTag: number;
  readonly customerTag: number;
  readonly declaredAt: number;
}

export interface CrossingFact {
  readonly request: {
    readonly id: string;
    readonly state: "pending" | "approved" | "rejected" | "withdrawn";
    readonly decidedBy: string | null;
    readonly decidedAt: number | null;
    readonly reason: string | null;
  };
  /** The path of its frames; null when no link in service leads there, or when nobody knows any more. */
  readonly way: WayFact | null;
  /** The agent says so now, or there is no other; it was recorded with a proof; or nothing says so and it is the best. */
  readonly wayBy: "report" | "only" | "record" | "choice";
}

/** One row of the map with its read-back. */
export interface PlaceFact {
  readonly switchCode: string;
  readonly datacenter: string;
  readonly port: number;
  readonly portKind: PortKind;
  readonly key: string;
  /** L. */
  readonly segment: number | null;
  /** Number of the switch's change that set the row; null when the feed no longer reaches back so far. */
  readonly change: number | null;
  /** As last reported, or as recorded when the order has ended; null while the switch has not spoken of it. */
  readonly kernel: EntryState | null;
  /** When that was; null when nobody said. */
  readonly reportedAt: number | null;
}

export interface CountFact {
  readonly switchCode: string;
  readonly port: number;
  readonly direction: Direction;
  /** Since the rule was made; null when the agent has not reported it. */
  readonly frames: number | null;
}
