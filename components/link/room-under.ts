import type { EncapsulationView, LinkView } from "@/server/services/link/view";

/** Octets of payload that a link would leave for a client with another encapsulation. */
export function roomUnder({ room, encapsulation }: LinkView, other: EncapsulationView): number {
  return room + encapsulation.overhead - other.overhead;
}
