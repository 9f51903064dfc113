/**
 * From the octets that an ingress rule counts to the octets on the wire of its port, without FCS.
 * The kernel counts a frame from its network header on, with the outermost tag held beside it: 14 octets of Ethernet header
 * and, when the frame came in tagged, 4 of that tag are missing (measured; lab/agent-line.kernel.test.ts holds it).
 * At a pseudowire that is the frame with its pair: what a link puts around it depends on the path.
 * A frame that the kernel carries as one large segment (TSO, GRO) counts as its segments, with one header's octets.
 */
import type { ClientVlan, Direction, MapEntry } from "./protocol";

const ETHERNET_HEADER = 14;
const TAG = 4;

/** Octets to add for each frame that a rule of this entry counted. */
export function octetsBesideCount(entry: MapEntry, direction: Direction): number {
  return direction === "in" ? besideIn(entry) : besideOut(entry);
}

/** At `p-N`: the outermost tag is the client's own or, from another switch, S or C. */
function besideIn(entry: MapEntry): number {
  if (
    entry.kind === "trunk" ||
    entry.kind === "copy" ||
    (entry.kind === "attachment" && entry.customerTagged === true)
  ) {
    return ETHERNET_HEADER + TAG;
  }
  return ETHERNET_HEADER + tagOctets(entry.clientVlan);
}

/**
 * At `a-N`: the segment number is beside the count; S and C are in it, and leave only on a trunk, C also towards a switch
 * in front. So is the segment's VLAN id. At a relay's uplink C is beside the count, and does not leave.
 */
function besideOut(entry: MapEntry): number {
  if (entry.kind !== "attachment") return ETHERNET_HEADER;
  const { clientVlan, innerVlan = clientVlan } = entry;
  const staysHere = entry.customerTagged === true ? TAG : 2 * TAG;
  return ETHERNET_HEADER - staysHere + tagOctets(clientVlan) - tagOctets(innerVlan);
}

function tagOctets(vlan: ClientVlan): number {
  return vlan === "untagged" ? 0 : TAG;
}
