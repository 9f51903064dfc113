import {
  type ClientVlan,
  type Copy,
  type CustomerTag,
  type HostTag,
  mapEntryKey,
  type PortNumber,
} from "@/agent/protocol";
import type { Crossing, PortAt, Route } from "./attachments";
import { type TrunkEdge, trunkWay } from "./trunk-way";

/** A switch to which copies come from another one. */
export interface CopyHop {
  /** By which they come in. */
  readonly port: PortAt;
  /** By which they leave. */
  readonly to: PortAt;
  /** At the resource's port: the VLAN id there; null in between, where their pair stays on. */
  readonly clientVlan: ClientVlan | null;
}

/** The way of one VLAN's copies to one resource, from every switch where they are made. */
export interface CopyWay {
  readonly hops: readonly CopyHop[];
  /** The port by which copies leave the switch that they are made on, by its id; the resource's own switch is not among them. */
  readonly exits: ReadonlyMap<string, PortNumber>;
}
export const NO_COPY_WAY: CopyWay = { hops: [], exits: new Map() };

/** A pair that only copies have. */
export interface CopyPair {
  readonly hostTag: HostTag;
  readonly customerTag: CustomerTag;
}

/** Where copies for a resource go from each switch. */
export interface CopyStream extends Pick<CopyWay, "exits"> {
  /** Where the resource hangs. */
  readonly target: PortAt;
  /** The VLAN id of the segment as whose frames they leave there. */
  readonly innerVlan: ClientVlan;
  /** Null where no copy has to leave its switch, or no pair is left for them. */
  readonly pair: CopyPair | null;
}

/** Where a VLAN's copies go, by the id of the resource. Resources that nothing of its client system reaches are not among them. */
export type Copies = ReadonlyMap<string, CopyStream>;
export const NO_COPIES: Copies = new Map();

/**
 * The way from the machines of a VLAN to a resource. It crosses between datacenters by nothing but what its own
 * extensions and the one to the resource were approved for: back to the rack's datacenter, and from there on. Each switch
 * has one next port, so that no copy goes in a circle and none comes twice.
 *
 * @param routes of the VLAN's attached extensions: where its frames come in
 * @param target of the extension of the same client system that reaches the resource
 */
export function copyWay(trunks: readonly TrunkEdge[], routes: readonly Route[], target: Route): CopyWay {
  const wires = routes.flatMap(wireOf);
  const made = new Set(routes.flatMap(({ rack, resource }) => [rack.switchId, resource.switchId]));
  const ways = [...made].map((from) => ({ from, steps: stepsFrom(trunks, from, wires, target) ?? [] }));
  const hops = ways.flatMap(({ steps }) => hopsOf(steps, target));
  return {
    hops: [...new Map(hops.map((hop) => [hop.port.portId, hop])).values()],
    exits: new Map(ways.flatMap(({ from, steps }) => steps.slice(0, 1).map(({ near }) => [from, near.number]))),
  };
}

/** The map entry of a hop. */
export function copyEntryAt({ hostTag, customerTag }: CopyPair, { port, to, clientVlan }: CopyHop): Copy {
  const entry = { kind: "copy" as const, port: port.number, hostTag, customerTag, to: to.number };
  const key = mapEntryKey(entry);
  return clientVlan === null ? { ...entry, key } : { ...entry, key, clientVlan };
}

/** A cable or a pseudowire in the direction of the copies. */
type Step = Pick<Crossing, "near" | "far">;

function hopsOf(steps: readonly Step[], { resource, resourceVlan }: Route): CopyHop[] {
  return steps.map(({ far }, index) => {
    const next = steps[index + 1];
    if (next === undefined) return { port: far, to: resource, clientVlan: resourceVlan };
    return { port: far, to: next.near, clientVlan: null };
  });
}

/** Null where nothing leads from a switch to the resource by those pseudowires. */
function stepsFrom(trunks: readonly TrunkEdge[], from: string, wires: readonly Step[], target: Route): Step[] | null {
  const near = stepsBetween(trunks, from, target.resource.switchId);
  if (near !== null) return near;
  for (const wire of wireOf(target)) {
    const before = stepsBetween(trunks, from, wire.near.switchId);
    const after = stepsBetween(trunks, wire.far.switchId, target.resource.switchId);
    if (before !== null && after !== null) return [...before, wire, ...after];
  }
  return stepsHome(trunks, from, wires, target);
}

/** From a resource in another datacenter than the rack's and the target's: back as its own frames come. */
function stepsHome(trunks: readonly TrunkEdge[], from: string, wires: readonly Step[], target: Route): Step[] | null {
  for (const { near, far } of wires) {
    const before = stepsBetween(trunks, from, far.switchId);
    const after = before === null ? null : stepsFrom(trunks, near.switchId, [], target);
    if (before !== null && after !== null) return [...before, { near: far, far: near }, ...after];
  }
  return null;
}

/** Along the tree of the switch that they lead to: whatever comes to a switch goes on by the same port. */
function stepsBetween(trunks: readonly TrunkEdge[], from: string, to: string): Step[] | null {
  const back = trunkWay(trunks, to, from);
  return back?.map(({ near, far }) => ({ near: far, far: near })).reverse() ?? null;
}

function wireOf({ crossings }: Pick<Route, "crossings">): Step[] {
  return crossings.filter(({ kind }) => kind === "pseudowire");
}
