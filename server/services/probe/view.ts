import type { FramePath } from "../../domain/frame-path";

/** What probes say of an extension. */
export interface ProbesView {
  /** The portal's clock, ms since 1970: ages are counted from it. */
  readonly now: number;
  /** Whether probes can travel now: the extension is in the switches' maps. */
  readonly isProbed: boolean;
  /** Rounds of each minute, oldest first; of at most an hour, and none from before the portal started. */
  readonly rounds: readonly RoundView[];
  /** The last test of the path's MTU; null before the first. */
  readonly mtu: MtuView | null;
  readonly loop: LoopView | null;
}

export interface RoundView {
  /** When the first probe was sent, ms since 1970. */
  readonly at: number;
  readonly sent: number;
  readonly arrived: number;
  readonly returned: number;
  /** Microseconds; null when none returned. */
  readonly roundTrip: { readonly least: number; readonly median: number; readonly most: number } | null;
}

/** A loopback under way. */
export interface LoopView {
  readonly end: "rack" | "resource";
  /** The rack or resource where frames turn back. */
  readonly name: string;
  /** ms since 1970. */
  readonly until: number;
  /** Who asked for it. */
  readonly by: string;
}

/** A round on demand: what came of it, or why nothing did. */
export type ProbedView =
  | { readonly kind: "round"; readonly round: RoundView }
  /** A sentence. */
  | { readonly kind: "none"; readonly why: string };

/** A ping from each end to the other. */
export interface PingView {
  readonly toResource: ProbedView;
  readonly toRack: ProbedView;
}

export interface TraceView {
  readonly at: number;
  /** Places in the order of the way: a switch, and of the last one the resource's port too. */
  readonly hops: readonly TraceHopView[];
  /** What it means, as a sentence. */
  readonly conclusion: string;
  /** Every switch that was asked answered. */
  readonly isWhole: boolean;
}

export interface TraceHopView {
  readonly switchCode: string;
  readonly datacenter: string;
  /** Where the probe was to end: the port or the link's end by which frames come in, or the resource's port. */
  readonly port: number;
  /** "from switch 116", "to 110A". */
  readonly where: string;
  readonly outcome: ProbedView | UnaskedView;
}

/** Where the probes enter: that place is not asked. */
export interface UnaskedView {
  readonly kind: "origin";
  /** A sentence. */
  readonly why: string;
}

/** What a test said of the path's computed MTU. */
export interface MtuView {
  readonly at: number;
  readonly direction: FramePath["direction"];
  /** Octets of payload that the path was computed to carry then. */
  readonly mtu: number;
  /** Whether that is what the path is computed to carry now. */
  readonly isCurrent: boolean;
  /** Of probes of exactly that size, and of one octet more, how many came back. */
  readonly exact: { readonly sent: number; readonly returned: number };
  readonly above: { readonly sent: number; readonly returned: number };
  readonly verdict: MtuVerdict;
  /** What it means, as a sentence. */
  readonly words: string;
}

/** "unproved": not even small probes came back. */
export type MtuVerdict = "proved" | "refuted" | "unproved";
