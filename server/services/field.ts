import { z } from "zod";
import { readIpRange } from "../domain/ip-range";
import { readMac } from "../domain/mac";
import { readName } from "../domain/name";
import type { Read } from "../domain/read";

/** A field that people type: the domain's reader decides, and its sentence stands at the field. */
function typed<T>(read: (text: string) => Read<T>) {
  return z.string().transform((text, check) => {
    const result = read(text);
    if (result.ok) return result.value;
    check.addIssue({ code: "custom", message: result.problem });
    return z.NEVER;
  });
}

/** Nothing typed is nothing said. */
function optional<Schema extends z.ZodType>(schema: Schema) {
  const blankIsAbsent = (value: unknown) => (typeof value === "string" && value.trim() === "" ? null : value);
  return z.preprocess(blankIsAbsent, schema.nullish()).transform((value) => value ?? null);
}

/** What an operator calls a datacenter's parts by: switches, links, trunks. */
export const codeField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,11}$/, "A code is 1 to 12 letters, digits and -.");
export const nameField = typed(readName);
export const optionalNameField = optional(nameField);
export const macField = typed(readMac);
export const optionalMacField = optional(macField);
/** Canonical text of the range, e.g. "10.20.30.0/24". */
export const optionalCidrField = optional(
  typed((text) => {
    const read = readIpRange(text);
    return read.ok ? { ok: true, value: read.value.cidr } : read;
  }),
);
