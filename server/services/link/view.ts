import type { LineEncapsulation, ProviderEncapsulation } from "@/agent/protocol";

/** A link between datacenters, for operators. */
export interface LinkView {
  readonly id: string;
  readonly code: string;
  readonly medium: "line" | "provider";
  readonly state: "in_service" | "drained";
  readonly a: LinkEndView;
  readonly b: LinkEndView;
  readonly encapsulation: EncapsulationView;
  /** Those that it may be changed to. */
  readonly others: readonly EncapsulationView[];
  /** Tag 4; null on a line. */
  readonly longHaul: number | null;
  /** Octets: of layer 2 payload on a line, of IP packet on a provider link. */
  readonly mtu: number;
  /** Octets of payload that are left for a client that tags its frames. */
  readonly room: number;
  /** What the agents at its ends cannot do about it, and what somebody must. */
  readonly problems: readonly { readonly switchCode: string; readonly detail: string }[];
  readonly cost: number;
  readonly latencyMicros: number;
  /** By heartbeats each 100 ms on the paths that use this link alone: heard both ways, not heard, or not known. */
  readonly health: "up" | "down" | "unknown";
  /** Since when, ms since 1970; null when unknown. */
  readonly healthSince: number | null;
  /** The last change of encapsulation; null when there never was one. */
  readonly change: LinkChangeView | null;
}

export interface LinkEndView {
  readonly switchCode: string;
  readonly datacenterCode: string;
  readonly port: number;
  /** The router's address at the provider; null on a line. */
  readonly address: string | null;
}

export interface EncapsulationView {
  readonly kind: LineEncapsulation | ProviderEncapsulation;
  /** For people: "VPLS label". */
  readonly name: string;
  /** Octets that it needs besides the frame's payload with its pair and own tag. */
  readonly overhead: number;
  /** What tag 4 is called in it, "Segment ID (VNI)", and its range; null on a line. */
  readonly longHaul: { readonly name: string; readonly least: number; readonly most: number } | null;
}

export interface LinkChangeView {
  readonly from: string;
  readonly to: string;
  readonly stage: "accepting" | "sending" | "done";
  readonly startedAt: number;
  readonly stageAt: number;
  /** Null until it is done. */
  readonly lostFrames: number | null;
  readonly actorName: string;
}

/** What joins two datacenters over whichever path is up, for operators. */
export interface PseudowireView {
  readonly id: string;
  readonly a: { readonly switchCode: string; readonly datacenterCode: string; readonly port: number };
  readonly b: { readonly switchCode: string; readonly datacenterCode: string; readonly port: number };
  /** "via 228", "avoid 224", or empty for any way. */
  readonly way: string;
  /** Best first. */
  readonly paths: readonly PseudowirePathView[];
  /** VLANs that cross by it. */
  readonly segments: number;
}

export interface PseudowirePathView {
  readonly id: string;
  readonly linkCodes: readonly string[];
  /** Datacenters that it passes between its ends. */
  readonly via: readonly string[];
  readonly cost: number;
  readonly latencyMicros: number;
  readonly tagToA: number;
  readonly tagToB: number;
  /** As each end hears it. */
  readonly atA: PathEndView;
  readonly atB: PathEndView;
}

export interface PathEndView {
  readonly state: "up" | "down" | "unheard" | "unknown";
  /** Frames leave by it now. */
  readonly active: boolean;
  readonly since: number | null;
}
