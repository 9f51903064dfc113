import type { ClientVlan, Mac } from "@/agent/protocol";
import { type FrameReader, hexOf, octetsOf } from "./octets";

/** IEEE 802 local experimental EtherType 1 (IEEE 802 clause 9.2.4): nobody's protocol, so ours to mark frames with. */
export const PROBE_ETHERTYPE = 0x88b5;
/** "DVTL": what makes an experimental frame one of ours. */
const MAGIC = 0x4456544c;
/** Octets of an Ethernet frame without FCS that a sender must at least fill (IEEE 802.3 clause 3.2.8). */
const MIN_FRAME = 60;
/** Most characters that a probe carries. */
export const PROBE_TEXT_MAX = 64;

/** A marked frame: sent where the tenant's frames enter, recognised at each hop. */
export interface Probe {
  /** 8 octets in hexadecimal. */
  readonly id: string;
  readonly sequence: number;
  readonly text: string;
}

/**
 * Builds a probe as the rack would send it, with the rack's own VLAN tag if it uses one.
 *
 * @param probe `id` 16 hexadecimal digits, `sequence` 0 to 2^32-1, `text` up to 64 printable ASCII characters
 * @returns the frame from destination MAC to padding, hexadecimal, at least 60 octets
 */
export function probeFrame(ends: { from: Mac; to: Mac; clientVlan: ClientVlan }, probe: Probe): string {
  const tag = ends.clientVlan === "untagged" ? "" : `8100${hex(ends.clientVlan, 4)}`;
  const text = hexOf(new TextEncoder().encode(probe.text));
  const body = `${hex(MAGIC, 8)}${probe.id}${hex(probe.sequence, 8)}${hex(text.length / 2, 2)}${text}`;
  const frame = `${bare(ends.to)}${bare(ends.from)}${tag}${hex(PROBE_ETHERTYPE, 4)}${body}`;
  return frame.padEnd(MIN_FRAME * 2, "0");
}

/** Reads the probe at the reader's place; null, and nothing read, when it is not one of ours. */
export function readProbe(reader: FrameReader): Probe | null {
  if (reader.peek(4) !== MAGIC || reader.left < 17) return null;
  reader.field("Probe", "Mark", 4, () => "DVTL");
  let id = "";
  reader.field("Probe", "Probe id", 8, (_, octets) => {
    id = hexOf(octets);
    return id;
  });
  const sequence = reader.field("Probe", "Sequence", 4, String) ?? 0;
  const length = reader.field("Probe", "Text length", 1, String) ?? 0;
  let text = "";
  reader.field("Probe", "Text", Math.min(length, reader.left), (_, octets) => {
    text = new TextDecoder().decode(octets);
    return text;
  });
  return { id, sequence, text };
}

function bare(mac: Mac): string {
  return hexOf(octetsOf(mac.replaceAll(":", "")));
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
