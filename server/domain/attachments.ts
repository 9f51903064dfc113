import type { ClientVlan, CustomerTag, HostTag, PortKind, PortNumber, ServiceProfile } from "@/agent/protocol";
import { type KeptRule, rulesOn } from "./client-rule";
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
  readonly resourceVlan: ClientVlan;
  /** What was ordered for it; null is no limit of any kind. */
  readonly profile: ServiceProfile | null;
  /** In the order from the rack to the resource. */
  readonly crossings: readonly Crossing[];
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
 */
export function placesOf(segment: Pick<Segment, "clientVlan" | "rules">, routes: readonly Route[]): Place[] {
  const atRack = profileAtRack(routes.flatMap(({ profile }) => (profile === null ? [] : [profile])));
  return uniquePlaces(routes.flatMap((route) => placesOfRoute(segment, route, atRack)));
}

function placesOfRoute(
  { clientVlan, rules }: Pick<Segment, "clientVlan" | "rules">,
  route: Route,
  atRack: ServiceProfile | null,
): Place[] {
  const { rack, resource, resourceVlan, profile, crossings } = route;
  return [
    { ...rack, kind: "client", clientVlan, terms: { profile: atRack, rules: rulesOn(rules, rack.switchId) } },
    {
      ...resource,
      kind: "cloud",
      clientVlan: resourceVlan,
      terms: { profile, rules: rulesOn(rules, resource.switchId) },
    },
    ...crossings.flatMap(({ kind, near, far }): Place[] => [
      { ...near, kind },
      { ...far, kind },
    ]),
  ];
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
