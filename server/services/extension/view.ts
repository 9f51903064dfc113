import type { ExtensionState } from "../../domain/extension-state";
import type { FramePath } from "../../domain/frame-path";
import type { OrderedProfile } from "../../domain/service-terms";
import type { OfferedWays } from "../topology/offered-ways";

export interface ExtensionView {
  readonly id: string;
  readonly state: ExtensionState;
  readonly reason: string | null;
  readonly tenant: { readonly id: string; readonly name: string };
  readonly rack: {
    readonly id: string;
    readonly name: string;
    readonly series: string;
    readonly datacenterCode: string;
  };
  readonly vlan: {
    readonly id: string;
    readonly vid: number | null;
    readonly name: string;
    readonly cidr: string | null;
  };
  readonly resource: {
    readonly id: string;
    readonly name: string;
    readonly kind: "physical" | "virtual";
    /** VLAN id at the resource's end, "untagged", or null when it is the rack's own. */
    readonly vid: number | "untagged" | null;
    /** Null when it is a rack. */
    readonly cloudCode: string | null;
    /** The machine of the tenant's that it is; null where hardware stands. */
    readonly machineId: string | null;
    /** The rack that it is; null in a cloud. */
    readonly rackId: string | null;
    /** Code of the direct link whose far end it is; null at a switch. */
    readonly directLink: string | null;
    readonly datacenterCode: string;
  };
  readonly pair: { readonly hostTag: number; readonly customerTag: number };
  readonly profile: OrderedProfile;
  readonly crossDatacenter: boolean;
  /** Links of the best path between the datacenters, in order from the rack; empty inside one. */
  readonly linkCodes: readonly string[];
  readonly request: {
    readonly id: string;
    readonly state: "pending" | "approved" | "rejected" | "withdrawn";
    readonly reason: string | null;
  } | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface TransitionView {
  readonly id: number;
  readonly from: ExtensionState | null;
  readonly to: ExtensionState;
  readonly actor: { readonly kind: "user" | "agent" | "system"; readonly name: string };
  readonly reason: string | null;
  readonly at: number;
}

/** What an order would do, before it is placed. */
export interface RecapView {
  readonly pair: { readonly hostTag: number; readonly customerTag: number; readonly series: string };
  readonly path: FramePath;
  /** Octets of payload that the client may send. */
  readonly mtu: number;
  readonly approval: { readonly needed: false } | { readonly needed: true; readonly who: string; readonly why: string };
  /** The map entries that each switch would get. */
  readonly changes: readonly SwitchChangeView[];
  /** Sentences that say why overlapping numbers do no harm here, if any overlap. */
  readonly overlap: readonly string[];
  /** What the tenant may choose from between datacenters; null inside one. */
  readonly ways: OfferedWays | null;
  /** Code of the direct link that it takes; null over switches. */
  readonly directLink: string | null;
}

/** What an order does to one switch. */
export interface SwitchChangeView {
  readonly switchCode: string;
  readonly datacenterCode: string;
  readonly add: readonly MapRowView[];
  readonly remove: readonly MapRowView[];
}

/** One row of map 118. */
export interface MapRowView {
  readonly key: string;
  readonly port: number;
  readonly portKind: "client" | "cloud" | "trunk" | "pseudowire";
  /** Client VLAN id, "untagged", or null on a trunk where the pair stays on. */
  readonly clientVlan: number | "untagged" | null;
  readonly hostTag: number;
  readonly customerTag: number;
  /** L; null while it is not yet chosen (a recap). */
  readonly segment: number | null;
  /** In words: "frames of VLAN 10 on port 1 get C 200, then S 100; the pair is taken off on the way back". */
  readonly words: string;
}
