import ipaddr from "ipaddr.js";
import { bad, good, type Read } from "./read";

/** An IP range of a client's LAN. */
export interface IpRange {
  /** RFC 4632 and RFC 5952 form, e.g. "10.20.30.0/24", "2001:db8::/48". */
  readonly cidr: string;
  /** "4" or "6", then the network bits: two ranges overlap exactly when one's text begins with the other's. */
  readonly bits: string;
}

/** Characters; the longest IPv6 range has 49. */
const TEXT_MAX = 50;

/** Reads an IPv4 or IPv6 range such as 10.20.30.0/24; host bits must be clear, so that a range has one spelling. */
export function readIpRange(text: string): Read<IpRange> {
  const typed = text.trim();
  if (typed.length > TEXT_MAX) return bad(withoutLength(typed));
  const [address = "", length = "", more] = typed.split("/");
  if (length === "" || more !== undefined) return bad(withoutLength(typed));
  const parsed = parseAddress(address);
  if (parsed === null) return bad(`"${short(address)}" is not an IP address. Write a range such as 10.20.30.0/24.`);
  const width = parsed.kind() === "ipv4" ? 32 : 128;
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (!(prefix >= 0 && prefix <= width)) {
    return bad(`/${short(length)} is not a prefix length of this address. Write a number from 0 to ${width}.`);
  }
  const range = rangeOf(parsed, prefix);
  if (range.address !== parsed.toString()) {
    return bad(`${parsed.toString()}/${prefix} has bits set beyond its prefix. Did you mean ${range.cidr}?`);
  }
  return good({ cidr: range.cidr, bits: range.bits });
}

/** Whether two ranges have an address in common: one is then inside the other. */
export function rangesOverlap(a: IpRange, b: IpRange): boolean {
  return a.bits.startsWith(b.bits) || b.bits.startsWith(a.bits);
}

/** Every range that holds this one, itself last: at most 33 for IPv4 and 129 for IPv6. */
export function enclosingBits(bits: string): string[] {
  return Array.from(bits, (_, index) => bits.slice(0, index + 1));
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  // A zone ("%eth0") names an interface of one machine and means nothing in a range.
  if (text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text)) return ipaddr.IPv6.parse(text);
  return null;
}

function rangeOf(parsed: ipaddr.IPv4 | ipaddr.IPv6, prefix: number) {
  const family = parsed.kind() === "ipv4" ? "4" : "6";
  const all = parsed
    .toByteArray()
    .map((octet) => octet.toString(2).padStart(8, "0"))
    .join("");
  const network = all.slice(0, prefix);
  const octets = network.padEnd(all.length, "0").match(/.{8}/g) ?? [];
  const address = ipaddr.fromByteArray(octets.map((octet) => Number.parseInt(octet, 2))).toString();
  return { address, cidr: `${address}/${prefix}`, bits: family + network };
}

function withoutLength(typed: string): string {
  const bare = typed.length > TEXT_MAX ? null : parseAddress(typed);
  if (bare === null)
    return `"${short(typed)}" is not an IP range. Write address and prefix length, such as 10.20.30.0/24.`;
  const whole = bare.kind() === "ipv4" ? 24 : 64;
  return `"${short(typed)}" has no prefix length. Did you mean ${rangeOf(bare, whole).cidr}?`;
}

function short(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}...` : text;
}
