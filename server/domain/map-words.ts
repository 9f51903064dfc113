import type { Copy, Relay } from "@/agent/protocol";
import { isMachinePlace, type Place, type Segment } from "./attachments";

/** What a row of map 118 does to frames, as a sentence for people (seed blocks 518, 520, 528). */
export function mapWords({ hostTag, customerTag }: Segment, place: Place): string {
  const { number } = place;
  if (!isMachinePlace(place)) return `frames with the pair ${hostTag}.${customerTag} pass port ${number} and keep it`;
  const which = place.clientVlan === "untagged" ? "untagged frames" : `frames of VLAN ${place.clientVlan}`;
  return `${which} on port ${number} get C ${customerTag}, then S ${hostTag}; the pair is taken off on the way back`;
}

/** What the first of two switches in series does to frames, as a sentence for people (seed para 55). */
export function relayWords({ port, clientVlan, customerTag, uplink }: Relay): string {
  const which = clientVlan === "untagged" ? "untagged frames" : `frames of VLAN ${clientVlan}`;
  return `${which} on port ${port} get C ${customerTag} and go on by port ${uplink}; C is taken off on the way back`;
}

/** What a switch does to copies of frames that were made on another one, as a sentence for people. */
export function copyWords({ port, hostTag, customerTag, to, clientVlan }: Copy): string {
  const which = `copies with the pair ${hostTag}.${customerTag} come in by port ${port} and`;
  if (clientVlan === undefined) return `${which} go on by port ${to}, one way; the pair stays on`;
  const as = clientVlan === "untagged" ? "untagged frames" : `frames of VLAN ${clientVlan}`;
  return `${which} leave by port ${to} as ${as}, one way`;
}

/** A VLAN as people say it: "VLAN 10", "the untagged VLAN". */
export function vlanWords(vid: number | null): string {
  return vid === null ? "the untagged VLAN" : `VLAN ${vid}`;
}

/** Links as people say them: "link 224", "links 226 and 228". */
export function linkWords(codes: readonly string[]): string {
  if (codes.length < 2) return `link ${codes.join("")}`;
  return `links ${codes.slice(0, -1).join(", ")} and ${codes.at(-1)}`;
}
