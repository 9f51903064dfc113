import { type Mac, macAddress } from "@/agent/protocol";
import { bad, good, type Read } from "./read";

/** Letters that are taken for digits in print: the seed's FIG. 7 has "al" for "a1". */
const LOOK_ALIKES: Readonly<Record<string, string>> = { l: "1", i: "1", o: "0" };

/** The three ways in which equipment prints a MAC address, and none at all: 04:7a:..., 04-7a-..., 047a.9ea1.a341. */
const SEPARATED = /^[^\s:.-]{1,4}([:.-])[^\s:.-]+(\1[^\s:.-]+)*$/;
/** Characters; the longest form has 17. */
const TEXT_MAX = 40;
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/**
 * Reads a MAC address of one interface. Refuses what no interface can send from: group addresses (IEEE 802 clause
 * 8.2.2: lowest bit of the first octet), of which the broadcast address is one, and the null address.
 */
export function readMac(text: string): Read<Mac> {
  const typed = text.trim();
  const octets = typed.length > TEXT_MAX ? null : octetsOf(typed.toLowerCase());
  if (octets === null)
    return bad(`"${short(typed)}" is not a MAC address. Write six octets, for example 04:7a:9e:a1:a3:41.`);
  if (octets.length !== 6) return bad(wrongCount(typed, octets.length));
  if (!octets.every(isHex)) return bad(wrongDigits(typed, octets));
  return judged(octets);
}

function judged(octets: readonly string[]): Read<Mac> {
  const mac = octets.join(":");
  if (mac === "ff:ff:ff:ff:ff:ff") return bad(`${mac} is the broadcast address: everybody's, so nobody's. ${NEXT}`);
  if (mac === "00:00:00:00:00:00") return bad(`${mac} is the null address and belongs to no interface. ${NEXT}`);
  const unicast = withoutGroupBit(octets);
  if (unicast !== mac) {
    return bad(
      `${mac} is a group address (the lowest bit of ${octets[0]} is set): a bridge drops frames that come from one. Did you mean ${unicast}?`,
    );
  }
  return good(macAddress.parse(mac));
}

const NEXT = "Write the address that is printed on the interface.";

/** Two letters each; null where the text has no such form. Not yet checked for hexadecimal digits. */
function octetsOf(text: string): string[] | null {
  const separator = SEPARATED.exec(text)?.[1];
  if (separator === undefined) return /^[\da-z]{12}$/.test(text) ? pairs(text) : null;
  const groups = text.split(separator);
  if (separator === ".") return groups.every((group) => group.length === 4) ? groups.flatMap(pairs) : null;
  return groups.every((group) => group.length === 2) ? groups : null;
}

function pairs(text: string): string[] {
  return text.match(/../g) ?? [];
}

function isHex(octet: string): boolean {
  return /^[\da-f]{2}$/.test(octet);
}

function withoutGroupBit([first = "00", ...rest]: readonly string[]): string {
  const octet = Number.parseInt(first, 16) & 0xfe;
  return [octet.toString(16).padStart(2, "0"), ...rest].join(":");
}

function wrongCount(typed: string, count: number): string {
  const number = NUMBERS[count] ?? String(count);
  const octets = count === 1 ? "octet" : "octets";
  return `"${short(typed)}" has ${number} ${octets}; a MAC address has six. Write all six, for example 04:7a:9e:a1:a3:41.`;
}

function wrongDigits(typed: string, octets: readonly string[]): string {
  const wrong = [...new Set(octets.join("").replace(/[\da-f]/g, ""))];
  const guess = octets.map((octet) => octet.replace(/[lio]/g, (letter) => LOOK_ALIKES[letter] ?? letter));
  const named = wrong.map((letter) =>
    LOOK_ALIKES[letter] ? `letter ${letter} for digit ${LOOK_ALIKES[letter]}` : `"${letter}"`,
  );
  const what = `"${short(typed)}" has ${named.join(", ")}, and octets are written with 0 to 9 and a to f.`;
  if (!guess.every(isHex)) return `${what} Write, for example, 04:7a:9e:a1:a3:41.`;
  return `${what} Did you mean ${withoutGroupBit(guess)}?`;
}

function short(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}...` : text;
}
