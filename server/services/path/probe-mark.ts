import { createHash } from "node:crypto";

/** The 8 octets by which a probe is recognised on the wire, in hexadecimal, from the id by which people know it. */
export function probeMark(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 16);
}
