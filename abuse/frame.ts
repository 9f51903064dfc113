/** Frames as hexadecimal, from the destination MAC on, without FCS. */

/** Ethernet's least without FCS, octets (IEEE 802.3). */
const LEAST_OCTETS = 60;
/** IEEE 802 local experimental EtherType 1: no stack takes it. */
export const EXPERIMENTAL = "88b5";
export const BROADCAST = "ffffffffffff";

export interface Tag {
  /** EtherType of the tag, hexadecimal: "8100", "88a8", "9100". */
  readonly type: string;
  readonly id: number;
}

/** A number as hexadecimal octets. */
export function hex(value: number, octets: number): string {
  return value.toString(16).padStart(octets * 2, "0");
}

/** Tags outermost first, as they stand in a frame. */
export function tagOctets(tags: readonly Tag[]): string {
  return tags.map(({ type, id }) => type + hex(id, 2)).join("");
}

export interface Frame {
  readonly to: string;
  readonly from: string;
  readonly tags?: readonly Tag[];
  /** EtherType and what follows. */
  readonly content: string;
  /** Octets that the frame is filled up to. */
  readonly octets?: number;
}

/** The frame, filled up with zeros. */
export function frameHex({ to, from, tags = [], content, octets = LEAST_OCTETS }: Frame): string {
  return `${to}${from}${tagOctets(tags)}${content}`.padEnd(octets * 2, "0");
}

/** A marker of eight octets, with room for number and time of sending after it. */
export function marker(kind: number): string {
  return `d07eab05e0${hex(kind, 3)}`;
}

const NUMBER_AND_TIME = "00".repeat(16);

/** Content of an experimental frame that the generator numbers. */
export function markedContent(mark: string): string {
  return `${EXPERIMENTAL}${mark}${NUMBER_AND_TIME}`;
}

/** A marker with its room, to stand in the payload of some other protocol. */
export function markedPayload(mark: string): string {
  return `${mark}${NUMBER_AND_TIME}`;
}
