import type { Place, Segment } from "./attachments";

/** What a row of map 118 does to frames, as a sentence for people (seed blocks 518, 520, 528). */
export function mapWords({ clientVlan, hostTag, customerTag }: Segment, { kind, number }: Place): string {
  if (kind === "link") return `frames with the pair ${hostTag}.${customerTag} pass port ${number} and keep it`;
  const which = clientVlan === "untagged" ? "untagged frames" : `frames of VLAN ${clientVlan}`;
  return `${which} on port ${number} get C ${customerTag}, then S ${hostTag}; the pair is taken off on the way back`;
}

/** A VLAN as people say it: "VLAN 10", "the untagged VLAN". */
export function vlanWords(vid: number | null): string {
  return vid === null ? "the untagged VLAN" : `VLAN ${vid}`;
}
