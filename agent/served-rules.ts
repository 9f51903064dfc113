/**
 * The chains of an attachment that has a profile or rules: who may send, what the tenant says, then the profile's limits
 * and the way into the switch. Out at the port stand the rules for control frames.
 */
import { createHash } from "node:crypto";
import { type Attachment, contentChain, exitChain, floodChain, hasRules, onwardChain } from "./chains";
import { type CopyTargets, ruleFilter } from "./client-rule-filter";
import { CARRIED_RANGE, CONTROL_PROTOCOLS, CONTROL_RANGE, carriedAddress, controlAddress } from "./control-frames";
import type { Filter, FilterAction, FilterMatch } from "./filter";
import { adapterDevice, portDevice } from "./names";
import { octetsBesideCount } from "./octets";
import { policeOf } from "./police";
import { CHAIN_PRIORITY, PRIORITY } from "./priority";
import type { Mac, MapEntry } from "./protocol";
import { placeOfSegment } from "./segment-place";
import { bareForChains, ownFrames } from "./series";

const HANDLE = 1;
const ANY: FilterMatch = { kind: "any" };
const DROP: FilterAction = { kind: "drop" };
const CONTINUE: FilterAction = { kind: "continue" };

/** Sources that may come in, in a fixed order; null: every one. */
export type Sources = readonly string[] | null;

/** The rule of the first chain: the attachment's frames are asked about in chains of their own. */
export function selectRule(entry: Attachment, sources: Sources, targets: CopyTargets): Filter {
  const onward: FilterAction = { kind: "goto", chain: firstChain(entry, sources, targets) };
  const actions = [...bareForChains(entry), onward];
  const device = portDevice(entry.port);
  const own = ownFrames(entry);
  if (own !== null) return { device, ...own, actions };
  return { device, priority: PRIORITY.servedUntagged, protocol: "all", handle: HANDLE, match: ANY, actions };
}

function firstChain(entry: Attachment, sources: Sources, targets: CopyTargets): number {
  if (sources === null) return rulesChain(entry, targets);
  return contentChain(entry, "admission", { sources, onward: rulesChain(entry, targets) });
}

/** Without rules the limit of floods or the last chain follows at once. */
function rulesChain(entry: Attachment, targets: CopyTargets): number {
  if (!hasRules(entry)) return onwardChain(entry);
  return contentChain(
    entry,
    "rules",
    (entry.rules ?? []).map((rule) => ruleFilter(entry, rule, 0, 0, targets)),
  );
}

/** Everything in the chains but the way into the switch, which the map's rules have. */
export function chainRules(entry: Attachment, sources: Sources, targets: CopyTargets): Filter[] {
  return [
    ...floodRules(entry),
    ...admissionRules(entry, sources, targets),
    ...clientRules(entry, targets),
    ...exitRules(entry),
  ];
}

function admissionRules(entry: Attachment, sources: Sources, targets: CopyTargets): Filter[] {
  if (sources === null) return [];
  const chain = firstChain(entry, sources, targets);
  const actions: FilterAction[] = [{ kind: "goto", chain: rulesChain(entry, targets) }];
  const admitted = sources.map((source, index): Filter => {
    const match = { kind: "frame", keys: { source } } as const;
    return { ...inChain(entry, chain, CHAIN_PRIORITY.admitted), handle: index + 1, match, actions };
  });
  return [...admitted, refuseSources(entry, sources, targets)];
}

/** Frames of sources that may not come in end here. */
export function refuseSources(entry: Attachment, sources: Sources, targets: CopyTargets): Filter {
  return chainDrop(entry, firstChain(entry, sources, targets));
}

function clientRules(entry: Attachment, targets: CopyTargets): Filter[] {
  if (!hasRules(entry)) return [];
  const chain = rulesChain(entry, targets);
  const place = { ...inChain(entry, chain, CHAIN_PRIORITY.onward), handle: HANDLE };
  const onward: Filter = { ...place, match: ANY, actions: [{ kind: "goto", chain: onwardChain(entry) }] };
  return [
    ...(entry.rules ?? []).flatMap((_, index) => clientRuleAt(entry, index, targets) ?? []),
    onward,
    chainDrop(entry, chain),
  ];
}

/** The filter of one of the tenant's rules; null when it can meet no frame. */
export function clientRuleAt(entry: Attachment, index: number, targets: CopyTargets): Filter | null {
  const rule = entry.rules?.[index];
  return rule === undefined ? null : ruleFilter(entry, rule, rulesChain(entry, targets), index, targets);
}

function exitRules(entry: Attachment): Filter[] {
  const chain = exitChain(entry);
  const guards = entry.profile === undefined ? [] : [...controlDrops(entry), ...carriedRules(entry)];
  return [...guards, chainDrop(entry, chain)];
}

function carriedRules(entry: Attachment): Filter[] {
  return CONTROL_PROTOCOLS.flatMap((protocol, index): Filter[] => {
    if (entry.profile?.carried.includes(protocol) !== true) return [];
    const match = { kind: "frame", keys: { destination: controlAddress(protocol) } } as const;
    const actions: FilterAction[] = [{ kind: "readdress", destination: carriedAddress(protocol) }, CONTINUE];
    return [{ ...inChain(entry, exitChain(entry), CHAIN_PRIORITY.carried), handle: index + 1, match, actions }];
  });
}

function controlDrops(entry: Attachment): Filter[] {
  const ranges = [
    { priority: CHAIN_PRIORITY.forged, destination: CARRIED_RANGE },
    { priority: CHAIN_PRIORITY.control, destination: CONTROL_RANGE },
  ];
  return ranges.map(({ priority, destination }) => ({
    ...inChain(entry, exitChain(entry), priority),
    handle: HANDLE,
    match: { kind: "frame", keys: { destination } },
    actions: [DROP],
  }));
}

/** What the bridge would flood: group addresses, and whatever it has learned at no port. */
function floodRules(entry: Attachment): Filter[] {
  const flood = entry.profile?.flood ?? null;
  if (flood === null) return [];
  const chain = floodChain(entry);
  const actions: FilterAction[] = [
    policeOf(flood, octetsBesideCount(entry, "in")),
    { kind: "goto", chain: exitChain(entry) },
  ];
  const limit = { ...inChain(entry, chain, CHAIN_PRIORITY.flood), handle: HANDLE, match: ANY, actions };
  return [limit, chainDrop(entry, chain)];
}

/** Frames for destinations that the bridge knows pass by the limit of floods. They come and go by themselves, each alone. */
export function knownRules(entry: Attachment, known: readonly Mac[]): Filter[] {
  if ((entry.profile?.flood ?? null) === null) return [];
  const place = inChain(entry, floodChain(entry), CHAIN_PRIORITY.known);
  const actions: FilterAction[] = [{ kind: "goto", chain: exitChain(entry) }];
  const byHandle = new Map(known.map((mac) => [handleOfAddress(mac), mac]));
  return [...byHandle].map(([handle, destination]) => ({
    ...place,
    handle,
    match: { kind: "frame", keys: { destination } },
    actions,
  }));
}

/** True of a rule for a destination that the bridge knows, or knew. */
export function isKnownRule({ chain, priority }: Filter): boolean {
  return chain !== undefined && priority === CHAIN_PRIORITY.known;
}

/** The same address always has the same handle; of two that share one, a chance of one in 2^31, one is not told apart. */
function handleOfAddress(mac: Mac): number {
  return 1 + (createHash("sha256").update(mac).digest().readUInt32BE(0) >>> 1);
}

function inChain(
  entry: Attachment,
  chain: number,
  priority: number,
): Pick<Filter, "device" | "chain" | "priority" | "protocol"> {
  return { device: portDevice(entry.port), chain, priority, protocol: "all" };
}

/**
 * A frame that falls off the end of a chain would reach the switch's own stack. A flower rule, because Linux leaves a
 * matchall rule out of a listing when it is the first that no longer fits into a message (mall_walk counts it as told).
 */
function chainDrop(entry: Attachment, chain: number): Filter {
  return { ...inChain(entry, chain, PRIORITY.drop), handle: HANDLE, match: ANY, actions: [DROP] };
}

/** What of the way in and of the way out a bandwidth adds in front. */
export function bandwidthLimit(entry: MapEntry, direction: "in" | "out"): FilterAction[] {
  const bandwidth = entry.kind === "attachment" ? (entry.profile?.bandwidth ?? null) : null;
  return bandwidth === null ? [] : [policeOf(bandwidth, octetsBesideCount(entry, direction))];
}

/** Handles of a segment's rules for control frames: one each protocol, then one for the others. */
const CONTROL_HANDLES = 8;

/** Out at the port: control frames that this attachment carries get their destination back, others end. */
export function controlOut(entry: Attachment): Filter[] {
  if (entry.profile === undefined) return [];
  const { bridge, vid } = placeOfSegment(entry.segment);
  const at = (destination: string, priority: number, index: number, actions: readonly FilterAction[]): Filter => ({
    device: adapterDevice(entry.port, bridge),
    priority,
    protocol: "802.1ad",
    handle: vid * CONTROL_HANDLES + index,
    match: { kind: "frame", keys: { vlan: vid, destination } },
    actions,
  });
  const restored = CONTROL_PROTOCOLS.flatMap((protocol, index) => {
    if (entry.profile?.carried.includes(protocol) !== true) return [];
    const restore: FilterAction = { kind: "readdress", destination: controlAddress(protocol) };
    return [at(carriedAddress(protocol), PRIORITY.restoreControl, index, [restore, CONTINUE])];
  });
  return [...restored, at(CARRIED_RANGE, PRIORITY.refuseControl, CONTROL_PROTOCOLS.length, [DROP])];
}

/** Rules that control frames meet at the port, both ways. */
export function controlRules(entry: Attachment): Filter[] {
  return entry.profile === undefined ? [] : [...controlDrops(entry), ...carriedRules(entry), ...controlOut(entry)];
}

/** The rule that limits floods; null without a limit. */
export function floodRule(entry: Attachment): Filter | null {
  return floodRules(entry)[0] ?? null;
}
