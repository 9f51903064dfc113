/** Tells the product's own frames from all others, under whatever tags, labels and tunnels a link puts over them. */
import { HEARTBEAT_PREFIX } from "./heartbeat-address";

/** IEEE 802 Local Experimental EtherType 1: probes, sent frames and heartbeats carry it (IEEE 802 clause 9.2.4). */
const MARKED = 0x88b5;
const TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
const [IPV4, MPLS, BRIDGED] = [0x0800, 0x8847, 0x6558];
const [UDP, GRE] = [17, 47];
const VXLAN_PORT = 4789;
const MAC_PAIR_OCTETS = 12;
const BOTTOM_OF_STACK = 0x100;
const HEARTBEAT = Buffer.from(HEARTBEAT_PREFIX.replaceAll(":", ""), "hex");

/** True for frames that somebody waits for: probes and sent frames. */
export function isMarkedFrame(frame: Buffer): boolean {
  const at = markedAt(frame);
  return at !== null && !startsAsHeartbeat(frame, at);
}

/** True for the heartbeats of a pseudowire's path. */
export function isHeartbeat(frame: Buffer): boolean {
  const at = markedAt(frame);
  return at !== null && startsAsHeartbeat(frame, at);
}

function startsAsHeartbeat(frame: Buffer, at: number): boolean {
  return frame.subarray(at, at + HEARTBEAT.length).equals(HEARTBEAT);
}

/** Where the Ethernet frame begins that has the product's EtherType; null when there is none. */
function markedAt(frame: Buffer): number | null {
  let [start, at] = [0, MAC_PAIR_OCTETS];
  while (at + 2 <= frame.length) {
    const type = frame.readUInt16BE(at);
    if (type === MARKED) return start;
    const inner = TAGS.has(type) ? null : innerFrame(frame, type, at + 2);
    if (TAGS.has(type)) at += 4;
    else if (inner === null) return null;
    else [start, at] = [inner, inner + MAC_PAIR_OCTETS];
  }
  return null;
}

/** Where the Ethernet frame begins that a label stack or a tunnel carries; null when it carries none. */
function innerFrame(frame: Buffer, type: number, at: number): number | null {
  if (type === MPLS) return underLabels(frame, at);
  return type === IPV4 ? inTunnel(frame, at) : null;
}

/** Under the last label stands a whole Ethernet frame (RFC 4448, no control word). */
function underLabels(frame: Buffer, label: number): number | null {
  for (let at = label; at + 4 <= frame.length; at += 4) {
    if ((frame.readUInt32BE(at) & BOTTOM_OF_STACK) !== 0) return at + 4;
  }
  return null;
}

/** VXLAN (RFC 7348), and GRE with an Ethernet frame or labels in it (RFC 7637, RFC 4023). */
function inTunnel(frame: Buffer, ip: number): number | null {
  if (frame.length < ip + 28) return null;
  const payload = ip + (frame.readUInt8(ip) & 0x0f) * 4;
  const protocol = frame.readUInt8(ip + 9);
  if (frame.length < payload + 4) return null;
  if (protocol === UDP) return frame.readUInt16BE(payload + 2) === VXLAN_PORT ? payload + 16 : null;
  if (protocol !== GRE) return null;
  const options = [0x8000, 0x2000, 0x1000].filter((flag) => (frame.readUInt16BE(payload) & flag) !== 0).length;
  const inner = payload + 4 + 4 * options;
  const type = frame.readUInt16BE(payload + 2);
  if (type === MPLS) return underLabels(frame, inner);
  return type === BRIDGED ? inner : null;
}
