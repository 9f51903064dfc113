/** The objects of the map's entries, and the bridges that they live on. */
import { type Attachment, hasChains } from "./chains";
import type { CopyTargets } from "./client-rule-filter";
import { copyRule } from "./copy-rules";
import type { Filter } from "./filter";
import { learnedLimit } from "./learned-limit";
import { bridgeDevice, bridgePortDevice, FABRIC_MTU } from "./names";
import {
  type ClientRule,
  type Copy,
  type DesiredState,
  isInSegment,
  type MapEntry,
  type PortNumber,
  type SegmentEntry,
  type TwoWayEntry,
} from "./protocol";
import { inRule, outRule, refuseTagged } from "./rules";
import { bridgeScope, entryScope, ruleScope, type Scope } from "./scope";
import { placeOfSegment } from "./segment-place";
import { chainRules, controlOut, knownRules, selectRule } from "./served-rules";
import { type Serving, servingOf } from "./serving";
import type { Facts, Wanted, WantedFilter, WantedVlan } from "./wanted";

/** The first bridge always, each further one while a segment lives on it. */
export function bridgeObjects({ ports, entries }: DesiredState): Partial<Wanted> {
  const known = new Set(ports.map(({ number }) => number));
  const held = entries.filter(isInSegment).filter(({ port }) => known.has(port));
  const onBridge = new Map<number, SegmentEntry[]>([[0, []]]);
  for (const entry of held) {
    const { bridge } = placeOfSegment(entry.segment);
    const there = onBridge.get(bridge);
    if (there === undefined) onBridge.set(bridge, [entry]);
    else there.push(entry);
  }
  const ours = { ours: true, master: null, mtu: FABRIC_MTU };
  const made = [...onBridge].map(([index, own]) => {
    const [device, scope] = [bridgeDevice(index), bridgeScope(index)];
    return { device, scope, wanted: { ...ours, name: device, learnedMost: learnedLimit(own), scope } };
  });
  return {
    bridges: made.map(({ device, scope }) => ({ device, scope })),
    devices: made.map(({ wanted }) => wanted),
  };
}

export function entryObjects({ ports, entries }: DesiredState, facts: Facts): Partial<Wanted>[] {
  const known = new Set(ports.map(({ number }) => number));
  const there = entries.filter((entry) => portsOf(entry).every((port) => known.has(port)));
  const serving = servingOf({ ports, entries: there }, facts.fullQuotas, facts.known);
  return [
    ...there.flatMap((entry) => [
      objectsOf(entry, serving),
      ...(entry.kind === "copy" ? [] : copiesWithoutTarget(entry, serving)),
    ]),
    ...entries.flatMap((entry) => {
      const missing = portsOf(entry).find((port) => !known.has(port));
      return missing === undefined ? [] : [withoutPort(entry, missing)];
    }),
  ];
}

/** The rules of some entries alone, beside all the others. */
export function entryFilters(
  { ports, entries }: DesiredState,
  own: readonly MapEntry[],
  { fullQuotas, known }: Pick<Facts, "fullQuotas" | "known">,
): WantedFilter[] {
  const numbers = new Set(ports.map(({ number }) => number));
  const isThere = (entry: MapEntry) => portsOf(entry).every((port) => numbers.has(port));
  const serving = servingOf({ ports, entries: entries.filter(isThere) }, fullQuotas, known);
  return own.filter(isThere).flatMap((entry) => objectsOf(entry, serving).filters ?? []);
}

/** The ports of the switch that an entry needs. */
function portsOf(entry: MapEntry): PortNumber[] {
  if (entry.kind === "relay") return [entry.port, entry.uplink];
  return entry.kind === "copy" ? [entry.port, entry.to] : [entry.port];
}

/** Copies leave at a machine's port as frames of an attachment there; without one they have nowhere to go. */
function copyObjects(entry: Copy, { delivery }: Serving): Partial<Wanted> {
  const { key, to, clientVlan } = entry;
  const scope = entryScope(entry);
  const target = delivery(entry);
  if (clientVlan !== undefined && target === null) {
    const detail = `copies go to ${to}/${clientVlan}, where their client system is not attached: extend a VLAN of it there`;
    return { unmet: [{ scope, code: "unknown_port", detail, keys: [key] }] };
  }
  return { filters: [{ filter: copyRule(entry, target), role: "in", scope, keys: [key] }] };
}

function objectsOf(entry: MapEntry, serving: Serving): Partial<Wanted> {
  if (entry.kind === "copy") return copyObjects(entry, serving);
  const scope = entryScope(entry);
  const keys = [entry.key];
  return {
    filters: [
      ...refusals(entry).map((filter): WantedFilter => ({ filter, role: "refuse", scope, keys })),
      { filter: outRule(entry), role: "out", scope, keys },
      ...waysIn(entry, serving).map((way): WantedFilter => ({ ...way, scope, keys })),
      ...waysPastLimit(entry, serving).map((filter): WantedFilter => ({ filter, role: "serve", scope, keys: [] })),
    ],
    vlans: isInSegment(entry) ? [membership(entry, scope, keys)] : [],
  };
}

/** Where untagged frames are an entry's own, tagged ones are nobody's; where all come under customer tags, none are untagged. */
function refusals(entry: TwoWayEntry): Filter[] {
  if (entry.kind === "trunk" || entry.clientVlan !== "untagged") return [];
  return entry.kind === "attachment" && entry.customerTagged === true ? [] : refuseTagged(entry.port);
}

function membership({ port, segment }: SegmentEntry, scope: Scope, keys: readonly string[]): WantedVlan {
  const { bridge, vid } = placeOfSegment(segment);
  return { device: bridgePortDevice(port, bridge), vid, scope, keys };
}

/** One rule, or chains and the rule that leads into them. */
function waysIn(entry: TwoWayEntry, { sources, targets }: Serving): Pick<WantedFilter, "filter" | "role">[] {
  if (entry.kind !== "attachment" || !hasChains(entry)) return [{ filter: inRule(entry), role: "in" }];
  const from = sources(entry);
  return [
    ...controlOut(entry).map((filter) => ({ filter, role: "out" as const })),
    ...[...chainRules(entry, from, targets), inRule(entry)].map((filter) => ({ filter, role: "serve" as const })),
    { filter: selectRule(entry, from, targets), role: "in" },
  ];
}

/** One that is not there yet leaves its entry as it should be: frames pass, by way of the limit. */
function waysPastLimit(entry: MapEntry, { known }: Serving): Filter[] {
  return entry.kind === "attachment" ? knownRules(entry, known(entry)) : [];
}

/** A copy that has nowhere to go is not made; what the rule stands beside goes on. */
function copiesWithoutTarget(entry: TwoWayEntry, { targets }: Serving): Partial<Wanted>[] {
  if (entry.kind !== "attachment") return [];
  return (entry.rules ?? []).flatMap(({ id, action }): Partial<Wanted>[] => {
    const why = action.kind === "mirror" ? nowhere(entry, action, targets) : null;
    if (why === null) return [];
    const detail = `rule ${id} copies to ${why}`;
    return [{ unmet: [{ scope: ruleScope(entry, id), code: "unknown_port", detail, keys: [] }] }];
  });
}

type Mirror = Extract<ClientRule["action"], { kind: "mirror" }>;

/** Why copies have nowhere to go; null when they have. */
function nowhere(entry: Attachment, { port, onward }: Mirror, targets: CopyTargets): string | null {
  if (onward !== undefined) {
    return targets.leadOn(port) ? null : `port ${port}, which leads to no other switch: set the port, then the rule`;
  }
  if (port === entry.port || targets.at(entry, port) !== null) return null;
  return `port ${port}, where its client system is not attached: extend a VLAN of it there`;
}

function withoutPort(entry: MapEntry, port: PortNumber): Partial<Wanted> {
  const detail = `this switch is to have no port ${port}: set the port, then the entry`;
  return { unmet: [{ scope: entryScope(entry), code: "unknown_port", detail, keys: [entry.key] }] };
}
