import type { FrameField } from "./frame-field";

/**
 * Reads a frame from its first octet to its last and notes each field with the octets it stands in.
 * A read past the end gives null: captured frames may be cut, and hostile ones too short for what they claim.
 */
export class FrameReader {
  readonly fields: FrameField[] = [];
  offset = 0;

  constructor(readonly octets: Uint8Array) {}

  get left(): number {
    return this.octets.length - this.offset;
  }

  /** The unsigned number in the next `count` octets (1 to 6), most significant first, without moving on. */
  peek(count: number, ahead = 0): number | null {
    if (this.left < count + ahead) return null;
    const start = this.offset + ahead;
    return this.octets.subarray(start, start + count).reduce((sum, octet) => sum * 256 + octet, 0);
  }

  /** Notes the next `count` octets as a field, if there are any and they are all there. */
  field(
    layer: string,
    name: string,
    count: number,
    show: (value: number, octets: Uint8Array) => string,
  ): number | null {
    if (count < 1 || this.left < count) return null;
    const octets = this.octets.subarray(this.offset, this.offset + count);
    const value = octets.reduce((sum, octet) => sum * 256 + octet, 0);
    this.fields.push({ layer, name, value: show(value, octets), from: this.offset, to: this.offset + count });
    this.offset += count;
    return value;
  }

  /** Notes all that is left as one field; nothing when nothing is left. */
  rest(layer: string, name: string): void {
    if (this.left > 0) this.field(layer, name, this.left, (_, octets) => printable(octets));
  }
}

/** "28:08:80:52:17:20". */
export function macText(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join(":");
}

/** "0x88a8": a number of 16 bits in hexadecimal. */
export function hex16(value: number): string {
  return `0x${value.toString(16).padStart(4, "0")}`;
}

export function ipv4Text(octets: Uint8Array): string {
  return octets.join(".");
}

/** RFC 5952 without the zero compression of single groups; enough to recognise an address. */
export function ipv6Text(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((octets[index * 2] ?? 0) << 8) | (octets[index * 2 + 1] ?? 0)).toString(16),
  );
  return groups.join(":").replace(/(^|:)0(:0)+(:|$)/, "::");
}

/** Printable ASCII as it is, anything else as a dot; trailing padding is said, not shown. */
export function printable(octets: Uint8Array): string {
  const text = Array.from(octets, (octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : "."));
  const end = octets.findLastIndex((octet) => octet !== 0) + 1;
  const padding = octets.length - end;
  const shown = text.slice(0, end).join("");
  if (padding === 0) return shown;
  return `${shown}${shown === "" ? "" : " "}(${padding} octets of zero)`;
}

/** Octets of a hexadecimal string; an odd or foreign character ends it. */
export function octetsOf(hex: string): Uint8Array {
  const pairs = /^([0-9a-f]{2})*/i.exec(hex)?.[0].match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

export function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
