import type { FilterAction } from "../filter";

/** Hops that a label lives (RFC 3032). */
const LABEL_TTL = 64;

/** A label in front of a whole Ethernet frame (RFC 4448). */
export function firstLabel(label: number): FilterAction {
  return { kind: "push-label", label, ttl: LABEL_TTL };
}

/** A label over a label. */
export function outerLabel(label: number): FilterAction {
  return { kind: "push-outer-label", label, ttl: LABEL_TTL };
}
