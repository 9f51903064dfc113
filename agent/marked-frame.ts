/** Tells the product's own marked frames from all others: they are what somebody waits for. */

/** IEEE 802 Local Experimental EtherType 1: probes and sent frames carry it (IEEE 802 clause 9.2.4). */
const MARKED = 0x88b5;
const TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
const MPLS = 0x8847;
const MAC_PAIR_OCTETS = 12;
const BOTTOM_OF_STACK = 0x100;

/** True when, under its tags and labels, a frame is a marked one. */
export function isMarkedFrame(frame: Buffer): boolean {
  let at = MAC_PAIR_OCTETS;
  while (at + 2 <= frame.length) {
    const type = frame.readUInt16BE(at);
    if (type === MARKED) return true;
    if (TAGS.has(type)) at += 4;
    else if (type === MPLS) at = innerType(frame, at + 2);
    else return false;
  }
  return false;
}

/** Under the last label stands a whole Ethernet frame (RFC 4448, no control word); gives where its EtherType is. */
function innerType(frame: Buffer, label: number): number {
  let at = label;
  while (at + 4 <= frame.length) {
    const isBottom = (frame.readUInt32BE(at) & BOTTOM_OF_STACK) !== 0;
    at += 4;
    if (isBottom) return at + MAC_PAIR_OCTETS;
  }
  return frame.length;
}
