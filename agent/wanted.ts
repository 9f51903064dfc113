/** From the desired state of a switch to the objects that its kernel must hold. Pure. */
import { type Filter, filterPlace } from "./filter";
import { adapterDevice, BRIDGE, bridgePortDevice, INSIDE_MTU, lineDevice, portDevice, wireDevice } from "./names";
import type { DesiredPort, DesiredState, MapEntry, PortNumber } from "./protocol";
import { defaultDrop, inRule, labelInRule, labelOutRule, outRule, refuseTagged } from "./rules";

/** What an object serves: the whole switch (both null), a port, or one entry of the map. */
export interface Scope {
  readonly port: PortNumber | null;
  readonly entry: string | null;
}
export const WHOLE_SWITCH: Scope = { port: null, entry: null };

export interface WantedPair {
  readonly device: string;
  readonly peer: string;
  readonly scope: Scope;
}

export interface WantedDevice {
  readonly name: string;
  /** False for what is given, a cable's or a line's end: it is opened, never made or removed. */
  readonly ours: boolean;
  /** True for a cable's end: every frame on the cable is taken in, whomever it is addressed to. */
  readonly isCable?: boolean;
  readonly master: string | null;
  readonly scope: Scope;
}

/** Why a rule is there; decides its place in the order of operations. */
export type RuleRole = "default" | "line" | "refuse" | "out" | "in";

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

export interface Wanted {
  readonly pairs: readonly WantedPair[];
  readonly devices: readonly WantedDevice[];
  readonly ingress: readonly { readonly device: string; readonly scope: Scope }[];
  readonly filters: readonly WantedFilter[];
  readonly vlans: readonly WantedVlan[];
  /** What cannot be made yet, and why. */
  readonly unmet: readonly { readonly scope: Scope; readonly detail: string }[];
}

/**
 * The objects for a desired state.
 * @param macOf MAC of an interface that is given, for frames that a line's end sends; null when there is none.
 */
export function wantedObjects(desired: DesiredState, macOf: (device: string) => string | null): Wanted {
  const ports = desired.ports.map((port) => portObjects(port, macOf));
  const entries = desired.entries.map(entryObjects);
  const parts = [bridgeObjects(), ...ports, ...entries];
  return {
    pairs: parts.flatMap((part) => part.pairs),
    devices: parts.flatMap((part) => part.devices),
    ingress: parts.flatMap((part) => part.ingress),
    filters: merged(
      parts.flatMap((part) => part.filters),
      (wanted) => filterPlace(wanted.filter),
    ),
    vlans: merged(
      parts.flatMap((part) => part.vlans),
      (wanted) => `${wanted.device} ${wanted.vid}`,
    ),
    unmet: parts.flatMap((part) => part.unmet),
  };
}

const EMPTY: Wanted = { pairs: [], devices: [], ingress: [], filters: [], vlans: [], unmet: [] };

function bridgeObjects(): Wanted {
  return { ...EMPTY, devices: [{ name: BRIDGE, ours: true, master: null, scope: WHOLE_SWITCH }] };
}

function portObjects(port: DesiredPort, macOf: (device: string) => string | null): Wanted {
  const scope: Scope = { port: port.number, entry: null };
  const [outer, inner, front] = [adapterDevice(port.number), bridgePortDevice(port.number), portDevice(port.number)];
  const isCable = port.encapsulation === null;
  const line = port.encapsulation === null ? EMPTY : lineObjects(port, port.encapsulation, scope, macOf);
  return {
    ...line,
    pairs: [...line.pairs, { device: outer, peer: inner, scope }],
    devices: [
      ...line.devices,
      { name: inner, ours: true, master: BRIDGE, scope },
      { name: outer, ours: true, master: null, scope },
      { name: front, ours: !isCable, isCable, master: null, scope },
    ],
    ingress: [...line.ingress, { device: outer, scope }, { device: front, scope }],
    filters: [...line.filters, ...[outer, front].map((device) => portRule(defaultDrop(device), "default", scope))],
  };
}

function lineObjects(
  port: DesiredPort,
  link: NonNullable<DesiredPort["encapsulation"]>,
  scope: Scope,
  macOf: (device: string) => string | null,
): Wanted {
  const [front, wire, line] = [portDevice(port.number), wireDevice(port.number), lineDevice(port.number)];
  const nearMac = macOf(line);
  const rules = [labelInRule(port.number, link.labelIn)];
  if (link.farMac !== null && nearMac !== null) {
    rules.push(labelOutRule(port.number, link.labelOut, link.farMac, nearMac));
  }
  return {
    ...EMPTY,
    pairs: [{ device: front, peer: wire, scope }],
    devices: [
      { name: wire, ours: true, master: null, scope },
      { name: line, ours: false, master: null, scope },
    ],
    ingress: [wire, line].map((device) => ({ device, scope })),
    filters: rules.map((rule) => portRule(rule, "line", scope)),
    unmet:
      link.farMac === null ? [{ scope, detail: `the far end of ${line} has not reported its MAC address yet` }] : [],
  };
}

function portRule(filter: Filter, role: RuleRole, scope: Scope): WantedFilter {
  return { filter, role, scope, keys: [] };
}

function entryObjects(entry: MapEntry): Wanted {
  const scope: Scope = { port: entry.port, entry: entry.key };
  const keys = [entry.key];
  const refused = entry.kind === "attachment" && entry.clientVlan === "untagged" ? refuseTagged(entry.port) : [];
  return {
    ...EMPTY,
    filters: [
      ...refused.map((filter): WantedFilter => ({ filter, role: "refuse", scope, keys })),
      { filter: outRule(entry), role: "out", scope, keys },
      { filter: inRule(entry), role: "in", scope, keys },
    ],
    vlans: [{ device: bridgePortDevice(entry.port), vid: entry.segment, scope, keys }],
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

/** MTU that a device of ours must have, octets; null for what is given. */
export function wantedMtu(device: WantedDevice): number | null {
  return device.ours ? INSIDE_MTU : null;
}
