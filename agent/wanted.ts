/** From the desired state of a switch to the objects that its kernel must hold. Pure. */
import type { Tunnel } from "./encapsulation/encapsulation";
import { type Filter, filterPlace } from "./filter";
import type { DesiredState, PortNumber, Problem } from "./protocol";
import type { Scope } from "./scope";
import type { FullQuotas, KnownDestinations } from "./serving";
import { bridgeObjects, entryObjects } from "./wanted-entries";
import { linkObjects } from "./wanted-links";
import { portObjects } from "./wanted-ports";
import { probeObjects } from "./wanted-probes";
import { transitObjects } from "./wanted-transits";

export interface WantedPair {
  readonly device: string;
  readonly peer: string;
  readonly scope: Scope;
}

export interface WantedDevice {
  readonly name: string;
  /** False for what is given, a cable's or a link's end: it is opened, never made or removed. */
  readonly ours: boolean;
  /** True for a cable's or a line's end: every frame on it is taken in, whomever it is addressed to. */
  readonly isCable?: boolean;
  readonly master: string | null;
  /** Octets; null for what is given. */
  readonly mtu: number | null;
  /** Most frames in one large segment (GSO); absent where it is not ours to say. */
  readonly segments?: number;
  /** Most addresses that a bridge learns, where the kernel has such a limit; 0: as many as come. */
  readonly learnedMost?: number;
  /** Present for tunnel interfaces. */
  readonly tunnel?: Tunnel;
  readonly scope: Scope;
}

/** Why a rule is there; decides its place in the order of operations. */
export type RuleRole = "default" | "link" | "refuse" | "out" | "serve" | "in";

export interface WantedFilter {
  readonly filter: Filter;
  readonly role: RuleRole;
  readonly scope: Scope;
  /** Entries that the rule serves; more than one when a port has a segment under two client VLANs. */
  readonly keys: readonly string[];
}

export interface WantedVlan {
  readonly device: string;
  readonly vid: number;
  readonly scope: Scope;
  readonly keys: readonly string[];
}

/** A part that cannot be made now, and why. */
export interface Unmet {
  readonly scope: Scope;
  readonly code: Problem["code"];
  readonly detail: string;
  readonly keys: readonly string[];
}

export interface Wanted {
  readonly bridges: readonly { readonly device: string; readonly scope: Scope }[];
  readonly pairs: readonly WantedPair[];
  readonly devices: readonly WantedDevice[];
  readonly ingress: readonly { readonly device: string; readonly scope: Scope }[];
  readonly filters: readonly WantedFilter[];
  readonly vlans: readonly WantedVlan[];
  readonly unmet: readonly Unmet[];
}

/** Indexes of the paths that pseudowires send by; absent: 0, the best. */
export type ChosenPaths = ReadonlyMap<PortNumber, number>;
export const BEST_PATHS: ChosenPaths = new Map();

/** What of a switch the desired state does not say. */
export interface Facts {
  /** MAC of an interface; null when it is not there. */
  macOf(device: string): string | null;
  /** IP addresses of an interface; null when they are not known. */
  addressesOf(device: string): readonly string[] | null;
  readonly chosen: ChosenPaths;
  readonly fullQuotas: FullQuotas;
  readonly known: KnownDestinations;
}

/** The objects for a desired state. What cannot be made is in `unmet`, and its objects are left out. */
export function wantedObjects(desired: DesiredState, facts: Facts): Wanted {
  const parts: Partial<Wanted>[] = [
    bridgeObjects(desired),
    ...portObjects(desired, facts),
    ...desired.links.map((link) => linkObjects(link, facts)),
    ...transitObjects(desired, facts),
    ...entryObjects(desired, facts),
    ...probeObjects(desired),
  ];
  return {
    bridges: parts.flatMap((part) => part.bridges ?? []),
    pairs: parts.flatMap((part) => part.pairs ?? []),
    devices: parts.flatMap((part) => part.devices ?? []),
    ingress: parts.flatMap((part) => part.ingress ?? []),
    filters: merged(
      parts.flatMap((part) => part.filters ?? []),
      ({ filter }) => filterPlace(filter),
    ),
    vlans: merged(
      parts.flatMap((part) => part.vlans ?? []),
      ({ device, vid }) => `${device} ${vid}`,
    ),
    unmet: parts.flatMap((part) => part.unmet ?? []),
  };
}

/** One object for all entries that need the same one. */
function merged<T extends { readonly keys: readonly string[] }>(
  items: readonly T[],
  identity: (item: T) => string,
): T[] {
  const byIdentity = new Map<string, T>();
  for (const item of items) {
    const known = byIdentity.get(identity(item));
    byIdentity.set(identity(item), known === undefined ? item : { ...known, keys: [...known.keys, ...item.keys] });
  }
  return [...byIdentity.values()];
}
