/** The objects of the bridge's ports: adapters, default drops, and a pseudowire's paths. */
import { accepted, sending } from "./encapsulation/carriage";
import type { Filter } from "./filter";
import { heartbeatEnd, heartbeatRule, receiveRule, sendRule } from "./link-rules";
import { adapterDevice, bridgeDevice, bridgePortDevice, FABRIC_MTU, lineDevice, portDevice, wireDevice } from "./names";
import { acceptRules } from "./port-profile";
import { strayHeartbeats } from "./probe-rules";
import {
  type DesiredLink,
  type DesiredPort,
  type DesiredState,
  isInSegment,
  type PortNumber,
  type PseudowirePath,
} from "./protocol";
import { defaultDrop } from "./rules";
import { adapterScope, pathScope, portScope, type Scope, sendingScope } from "./scope";
import { placeOfSegment } from "./segment-place";
import { ANY_SEGMENTS } from "./segments";
import { trunkLimit } from "./trunk-limit";
import type { ChosenPaths, Facts, RuleRole, Unmet, Wanted, WantedFilter } from "./wanted";

type Pseudowire = Extract<DesiredPort, { kind: "pseudowire" }>;

/** The objects of all ports, each port's alone. */
export function portObjects(desired: DesiredState, facts: Facts): Partial<Wanted>[] {
  const bridges = new Map<PortNumber, Set<number>>(desired.ports.map(({ number }) => [number, new Set([0])]));
  for (const { port, segment } of desired.entries.filter(isInSegment)) {
    bridges.get(port)?.add(placeOfSegment(segment).bridge);
  }
  const links = new Map(desired.links.map((link) => [link.number, link]));
  return desired.ports.flatMap((port) => [
    ...[...(bridges.get(port.number) ?? [])].map((bridge) => adapterObjects(port, bridge)),
    frontObjects(port, links),
    ...(port.kind === "pseudowire" ? [wireObjects(port.number), ...pathObjects(port, links, facts)] : []),
  ]);
}

function rule(filter: Filter, role: RuleRole, scope: Scope): WantedFilter {
  return { filter, role, scope, keys: [] };
}

/** A veth pair between the port and a bridge. */
function adapterObjects(port: DesiredPort, bridge: number): Partial<Wanted> {
  const scope = adapterScope(port.number, bridge);
  const [outer, inner] = [adapterDevice(port.number, bridge), bridgePortDevice(port.number, bridge)];
  const ours = { ours: true, mtu: FABRIC_MTU, scope };
  const limit = trunkLimit(port, bridge);
  return {
    pairs: [{ device: outer, peer: inner, scope }],
    devices: [
      { ...ours, name: inner, master: bridgeDevice(bridge) },
      { ...ours, name: outer, master: null },
    ],
    ingress: [{ device: outer, scope }],
    filters: [rule(defaultDrop(outer), "default", scope), ...(limit === null ? [] : [rule(limit, "refuse", scope)])],
  };
}

/** `p-N`: given where a cable ends, else the near end of a pair of ours. */
function frontObjects(port: DesiredPort, links: Links): Partial<Wanted> {
  const { kind, number } = port;
  const scope = portScope(number);
  const name = portDevice(number);
  const isCable = kind !== "pseudowire";
  const segments = isCable ? {} : { segments: segmentsOf(port, links) };
  return {
    devices: [{ name, ours: !isCable, isCable, master: null, mtu: isCable ? null : FABRIC_MTU, ...segments, scope }],
    ingress: [{ device: name, scope }],
    filters: [
      rule(defaultDrop(name), "default", scope),
      ...acceptRules(port).map((filter) => rule(filter, "refuse", scope)),
    ],
  };
}

/** One frame at a time where a link of some path cannot take several of a TCP sender as one (GSO). */
function segmentsOf({ paths }: Pseudowire, links: Links): number {
  const used = paths.flatMap(({ link }) => links.get(link) ?? []);
  return used.some((link) => sending(link).framesOneByOne) ? 1 : ANY_SEGMENTS;
}

/** `w-N`: the far side of a pseudowire's port. What no path takes dies there. */
function wireObjects(port: PortNumber): Partial<Wanted> {
  const scope = portScope(port);
  const wire = wireDevice(port);
  return {
    pairs: [{ device: portDevice(port), peer: wire, scope }],
    devices: [{ name: wire, ours: true, master: null, mtu: FABRIC_MTU, scope }],
    ingress: [{ device: wire, scope }],
    filters: [
      rule(defaultDrop(wire), "default", scope),
      rule(heartbeatEnd(port), "link", scope),
      rule(strayHeartbeats(port), "link", scope),
    ],
  };
}

type Links = ReadonlyMap<PortNumber, DesiredLink>;

/** The path that a pseudowire sends by; the best one when the chosen one is gone, null when it has none. */
function activePath({ number, paths }: Pseudowire, chosen: ChosenPaths): PseudowirePath | null {
  return paths[chosen.get(number) ?? 0] ?? paths[0] ?? null;
}

function pathObjects(port: Pseudowire, links: Links, facts: Facts): Partial<Wanted>[] {
  const active = activePath(port, facts.chosen);
  if (active === null) {
    const detail = `pseudowire ${port.number} has no path: approve a link that leads to its far end`;
    return [{ unmet: [{ scope: portScope(port.number), code: "no_path", detail, keys: [] }] }];
  }
  return port.paths.map((path) => objectsOfPath(port.number, path, path === active, links, facts));
}

function objectsOfPath(
  port: PortNumber,
  path: PseudowirePath,
  isActive: boolean,
  links: Links,
  facts: Facts,
): Partial<Wanted> {
  const scope = isActive ? sendingScope(port, path.link) : pathScope(port, path.link, path.tagOut);
  const link = links.get(path.link);
  if (link === undefined || facts.macOf(lineDevice(path.link)) === null) return { unmet: [noLink(port, path, scope)] };
  const carriage = sending(link);
  const outgoing = [
    heartbeatRule(port, carriage, path.tagOut, facts.macOf),
    ...(isActive ? [sendRule(port, carriage, path, facts.macOf)] : []),
  ].filter((it) => it !== null);
  const incoming = accepted(link).map((one) => receiveRule(port, one, path.tagIn));
  return {
    filters: [...incoming, ...outgoing].map((filter) => rule(filter, "link", scope)),
    unmet: outgoing.length === 0 ? [noAddress(path, scope)] : [],
  };
}

function noLink(port: PortNumber, { link, tagOut }: PseudowirePath, scope: Scope): Unmet {
  const detail = `path ${tagOut} of pseudowire ${port} goes over link ${link}, which this switch does not have`;
  return { scope, code: "no_path", detail, keys: [] };
}

function noAddress({ link }: PseudowirePath, scope: Scope): Unmet {
  const detail = `the far end of ${lineDevice(link)} has not reported its MAC address yet`;
  return { scope, code: "far_end_unknown", detail, keys: [] };
}

/** The rule by which a pseudowire sends now; null while it has no path that can be used. */
export function activeSendRule(port: Pseudowire, links: readonly DesiredLink[], facts: Facts): Filter | null {
  const path = activePath(port, facts.chosen);
  const link = links.find(({ number }) => number === path?.link);
  if (path === null || link === undefined || facts.macOf(lineDevice(link.number)) === null) return null;
  return sendRule(port.number, sending(link), path, facts.macOf);
}
