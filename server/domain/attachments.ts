import type {
  ClientVlan,
  CustomerTag,
  HostTag,
  PortKind,
  PortNumber,
  ProbeGoal,
  ServiceProfile,
} from "@/agent/protocol";
import { type KeptRule, rulesOn } from "./client-rule";
import { type Copies, NO_COPIES } from "./copy-way";
import { profileAtRack, type ServiceTerms, sameTerms } from "./service-terms";

/** A VLAN of a client system as the switches know it: its own id at the ports of machines, the pair in between. */
export interface Segment {
  readonly vlanId: string;
  readonly clientVlan: ClientVlan;
  readonly hostTag: HostTag;
  readonly customerTag: CustomerTag;
  /** The tenant's own, asked at every machine's port in this order. */
  readonly rules: readonly KeptRule[];
}

/** A port of a switch. */
export interface PortAt {
  readonly switchId: string;
  readonly portId: string;
  readonly number: PortNumber;
}

/** What a frame crosses between two switches: a trunk inside a datacenter, a pseudowire between two. */
export interface Crossing {
  readonly kind: "trunk" | "pseudowire";
  readonly id: string;
  readonly near: PortAt;
  readonly far: PortAt;
}

/** The way of an extension: the rack's port, what is crossed from there, the resource's port and its VLAN id there. */
export interface Route {
  readonly rack: PortAt;
  readonly resource: PortAt;
  /** "client" where the far end is another rack of the tenant's. */
  readonly resourceKind: MachinePlace["kind"];
  readonly resourceVlan: ClientVlan;
  /** What was ordered for it; null is no limit of any kind. */
  readonly profile: ServiceProfile | null;
  /** The extension's probes, from the rack's port to the resource's; null while it is only considered. */
  readonly goal: ProbeGoal | null;
  /** At which end its frames are sent back, and until when, ms since 1970; null at none. */
  readonly loop: Loop | null;
  /** In the order from the rack to the resource. */
  readonly crossings: readonly Crossing[];
}

/** A loopback at one end of an extension. */
export interface Loop {
  readonly end: "rack" | "resource";
  /** ms since 1970. */
  readonly until: number;
}

/** A port where a segment must be: under the client's VLAN id at a machine's port, with its pair on all others. */
export type Place = MachinePlace | TrunkPlace;
export interface MachinePlace extends PortAt {
  readonly kind: "client" | "cloud";
  readonly clientVlan: ClientVlan;
  readonly terms: ServiceTerms;
}
export interface TrunkPlace extends PortAt {
  readonly kind: Exclude<PortKind, "client" | "cloud">;
}

export function isMachinePlace(place: Place): place is MachinePlace {
  return place.kind === "client" || place.kind === "cloud";
}

/**
 * The places of a segment that reaches all these resources, each once. Extensions of one VLAN share the rack's port and
 * what they cross together: the segment is one LAN with several ends (seed block 426), not a bundle of pairs.
 *
 * @param copies where rules copy to; without them the places are the same, on terms that copy nothing
 */
export function placesOf(
  segment: Pick<Segment, "clientVlan" | "rules">,
  routes: readonly Route[],
  copies: Copies = NO_COPIES,
): Place[] {
  const atRack = profileAtRack(routes.flatMap(({ profile }) => (profile === null ? [] : [profile])));
  const shared = (route: Route): ServiceTerms => ({
    profile: atRack,
    rules: rulesOn(segment.rules, route.rack.switchId, copies),
    ...probingAtRack(routes.filter(({ rack }) => rack.portId === route.rack.portId)),
  });
  const atResource = (route: Route) => rulesOn(segment.rules, route.resource.switchId, copies);
  return uniquePlaces(
    routes.flatMap((route) => placesOfRoute(segment.clientVlan, route, shared(route), atResource(route))),
  );
}

function placesOfRoute(
  clientVlan: ClientVlan,
  route: Route,
  atRack: ServiceTerms,
  rules: ServiceTerms["rules"],
): Place[] {
  const { rack, resource, resourceKind, resourceVlan, profile, loop, crossings } = route;
  const loopUntil = loop?.end === "resource" ? loop.until : null;
  return [
    { ...rack, kind: "client", clientVlan, terms: atRack },
    {
      ...resource,
      kind: resourceKind,
      clientVlan: resourceVlan,
      terms: { profile, rules, probes: [], loopUntil },
    },
    ...crossings.flatMap(({ kind, near, far }): Place[] => [
      { ...near, kind },
      { ...far, kind },
    ]),
  ];
}

/** The rack's port, which extensions of one VLAN share: a probe goal each, and a loopback that any of them has there. */
function probingAtRack(routes: readonly Route[]): Pick<ServiceTerms, "probes" | "loopUntil"> {
  const goals = routes.flatMap(({ goal }) => (goal === null ? [] : [goal]));
  const loops = routes.flatMap(({ loop }) => (loop?.end === "rack" ? [loop.until] : []));
  return {
    probes: goals.sort((a, b) => (a.id < b.id ? -1 : 1)),
    loopUntil: loops.length === 0 ? null : Math.max(...loops),
  };
}

/** What must be added to `held`, and what taken from it, to become `wanted`; a place on other terms is in both. */
export function placeDifference(
  held: readonly Place[],
  wanted: readonly Place[],
): { add: readonly Place[]; remove: readonly Place[] } {
  return { add: otherThan(wanted, held), remove: otherThan(held, wanted) };
}

/** The places that are not in `others` on the same terms. */
function otherThan(places: readonly Place[], others: readonly Place[]): Place[] {
  const known = new Map(others.map((place) => [placeName(place), place]));
  return places.filter((place) => !isSame(place, known.get(placeName(place))));
}

function isSame(place: Place, other: Place | undefined): boolean {
  if (other === undefined) return false;
  return !isMachinePlace(place) || !isMachinePlace(other) || sameTerms(place.terms, other.terms);
}

/** The places that are in `places` and not in `others`. */
export function without(places: readonly Place[], others: readonly Place[]): Place[] {
  const known = new Set(others.map(placeName));
  return places.filter((place) => !known.has(placeName(place)));
}

/** One port may have a segment under two VLAN ids. */
function placeName(place: Place): string {
  return isMachinePlace(place) ? `${place.portId} ${place.clientVlan}` : place.portId;
}

function uniquePlaces(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [placeName(place), place])).values()];
}
