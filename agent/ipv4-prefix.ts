/** Prefixes of IPv4 addresses as tc tells them. */
const BITS = 32;

/** "10.1.2.3/8" is "10.0.0.0/8", a single address stands alone, and one that every address begins with is no condition. */
export function ipv4Prefix(cidr: string | undefined): string | undefined {
  if (cidr === undefined) return undefined;
  const [address = "", bits = String(BITS)] = cidr.split("/");
  const length = Number(bits);
  if (length === 0) return undefined;
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (BITS - length);
  const first = number - (number % size);
  const text = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
  return length === BITS ? text : `${text}/${length}`;
}
