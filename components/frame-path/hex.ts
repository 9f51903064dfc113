import type { FrameField } from "@/server/domain/frame-field";

/** Octets in a row of the hex view. */
export const ROW_OCTETS = 16;

/** The octets of a frame from its hexadecimal text. An odd last digit is left out. */
export function octetsOf(hex: string): readonly number[] {
  return Array.from({ length: Math.floor(hex.length / 2) }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}

/** Rows of the hex view, with the offset of each. */
export function rowsOf(
  octets: readonly number[],
): readonly { readonly offset: number; readonly octets: readonly number[] }[] {
  return Array.from({ length: Math.ceil(octets.length / ROW_OCTETS) }, (_, row) => ({
    offset: row * ROW_OCTETS,
    octets: octets.slice(row * ROW_OCTETS, (row + 1) * ROW_OCTETS),
  }));
}

/** The innermost field that holds the octet; null for padding that no field claims. */
export function fieldAt(fields: readonly FrameField[], octet: number): FrameField | null {
  const holding = fields.filter((field) => field.from <= octet && octet < field.to);
  return holding.reduce<FrameField | null>(
    (best, field) => (best === null || field.to - field.from < best.to - best.from ? field : best),
    null,
  );
}

/** An octet as text: itself where it prints, a middle dot where it does not. */
export function printable(octet: number): string {
  return octet >= 0x20 && octet <= 0x7e ? String.fromCharCode(octet) : "·";
}

/** Fields in their layers, in the order of the wire; a layer that comes again stays apart. */
export function layersOf(
  fields: readonly FrameField[],
): readonly { readonly layer: string; readonly fields: readonly FrameField[] }[] {
  const layers: { layer: string; fields: FrameField[] }[] = [];
  for (const field of fields) {
    const last = layers[layers.length - 1];
    if (last?.layer === field.layer) last.fields.push(field);
    else layers.push({ layer: field.layer, fields: [field] });
  }
  return layers;
}
