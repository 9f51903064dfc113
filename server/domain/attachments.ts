import type { ClientVlan, CustomerTag, HostTag, PortKind, PortNumber } from "@/agent/protocol";

/** A VLAN of a client system as the switches know it: its own id at the ports of machines, the pair in between. */
export interface Segment {
  readonly vlanId: string;
  readonly clientVlan: ClientVlan;
  readonly hostTag: HostTag;
  readonly customerTag: CustomerTag;
}

/** A port of a switch. */
export interface PortAt {
  readonly switchId: string;
  readonly portId: string;
  readonly number: PortNumber;
}

/** The ports that an extension needs: the rack's, the resource's, and the line's two when they hang on two switches. */
export interface Route {
  readonly rack: PortAt;
  readonly resource: PortAt;
  readonly line: { readonly rackSide: PortAt; readonly resourceSide: PortAt } | null;
}

/** A port where a segment must be: an attachment at a machine's port, a trunk attachment at a line's. */
export interface Place extends PortAt {
  readonly kind: PortKind;
}

/**
 * The places of a segment that reaches all these resources, each once. Extensions of one VLAN share the rack's port and
 * the line: the segment is one LAN with several ends (seed block 426), not a bundle of pairs.
 */
export function placesOf(routes: readonly Route[]): Place[] {
  return uniquePlaces(routes.flatMap(placesOfRoute));
}

function placesOfRoute({ rack, resource, line }: Route): Place[] {
  const ends: Place[] = [
    { ...rack, kind: "client" },
    { ...resource, kind: "cloud" },
  ];
  if (line === null) return ends;
  return [...ends, { ...line.rackSide, kind: "link" }, { ...line.resourceSide, kind: "link" }];
}

/** What must be added to `held`, and what taken from it, to become `wanted`. */
export function placeDifference(
  held: readonly Place[],
  wanted: readonly Place[],
): { add: readonly Place[]; remove: readonly Place[] } {
  return { add: without(wanted, held), remove: without(held, wanted) };
}

/** The places that are in `places` and not in `others`. */
export function without(places: readonly Place[], others: readonly Place[]): Place[] {
  const known = new Set(others.map((place) => place.portId));
  return places.filter((place) => !known.has(place.portId));
}

function uniquePlaces(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [place.portId, place])).values()];
}
