import { bad, good, type Read } from "./read";

/** A VLAN id as a client uses it on its own port; null is untagged. */
export type Vid = number | null;

/** Highest id that is a VLAN: 0 and 4095 are reserved (IEEE 802.1Q table 9-2). */
const LAST_VID = 4094;
/** As many VLANs as one host tag has customer tags for. */
export const VLANS_MAX = 4094;
/** Characters; all 4094 ids one by one, each with a comma and a space, are fewer. */
const TEXT_MAX = 24_000;

/**
 * Reads a list such as "10,20,100-105" or "untagged, 30" in the order typed. A range costs its length only once both of
 * its ends are known to be ids.
 */
export function readVlanList(text: string): Read<Vid[]> {
  if (text.length > TEXT_MAX)
    return bad(`This list is longer than ${TEXT_MAX} characters. Use ranges such as 100-199.`);
  const tidy = text.trim().replace(/\s+/g, " ").replace(/ ?- ?/g, "-");
  const parts = tidy.split(/ ?[,;] ?| /);
  const vids = new Set<Vid>();
  for (const part of parts) {
    const read = readPart(part);
    if (!read.ok) return read;
    for (const vid of read.value) {
      if (vids.has(vid)) return bad(`${nameOfVid(vid)} is in the list twice. Leave one of the two out.`);
      vids.add(vid);
    }
  }
  if (vids.size > VLANS_MAX) {
    return bad(`This list has ${vids.size} VLANs; one rack has room for ${VLANS_MAX}. Leave some out.`);
  }
  return good([...vids]);
}

/** A VLAN id in words: "VLAN 10", "Untagged". */
export function nameOfVid(vid: Vid): string {
  return vid === null ? "Untagged" : `VLAN ${vid}`;
}

function readPart(part: string): Read<Vid[]> {
  if (part === "") return bad("A VLAN id is missing. Write ids and ranges with commas, such as 10,20,100-105.");
  if (part.toLowerCase() === "untagged") return good([null]);
  const range = /^(\d{1,6})-(\d{1,6})$/.exec(part);
  if (range !== null) return readRange(part, Number(range[1]), Number(range[2]));
  if (!/^\d{1,6}$/.test(part)) {
    return bad(
      `"${part.slice(0, 30)}" is neither a VLAN id nor a range. Write, for example, 10,20,100-105 or untagged.`,
    );
  }
  const problem = vidProblem(Number(part));
  return problem === null ? good([Number(part)]) : bad(problem);
}

function readRange(part: string, first: number, last: number): Read<Vid[]> {
  const problem = vidProblem(first) ?? vidProblem(last);
  if (problem !== null) return bad(problem);
  if (first > last) return bad(`The range ${part} runs backwards. Did you mean ${last}-${first}?`);
  return good(Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

function vidProblem(vid: number): string | null {
  if (vid === 0) {
    return "0 is no VLAN: a tag with 0 carries a priority only (IEEE 802.1Q). For frames without a VLAN write untagged.";
  }
  if (vid === 4095) return "4095 is reserved by IEEE 802.1Q and never on a wire. Use 1 to 4094.";
  if (vid > LAST_VID) return `${vid} does not fit the 12 bits of a VLAN tag. Use 1 to 4094.`;
  return null;
}
