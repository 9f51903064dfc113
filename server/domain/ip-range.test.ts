import fc from "fast-check";
import { expect, test } from "vitest";
import { enclosingBits, type IpRange, rangesOverlap, readIpRange } from "./ip-range";

function rangeOf(text: string): IpRange {
  const read = readIpRange(text);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

function problemOf(text: string): string {
  const read = readIpRange(text);
  return read.ok ? "" : read.problem;
}

test.each([
  ["10.20.30.0/24", "10.20.30.0/24"],
  [" 192.168.0.0/16 ", "192.168.0.0/16"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["10.0.0.1/32", "10.0.0.1/32"],
  ["2001:DB8:0:0::/64", "2001:db8::/64"],
  ["::/0", "::/0"],
])("%j is written %j", (text, cidr) => {
  expect(rangeOf(text).cidr).toBe(cidr);
});

test.each([
  ["10.20.30.5/24", "Did you mean 10.20.30.0/24?"],
  ["2001:db8::1/48", "Did you mean 2001:db8::/48?"],
  ["10.20.30.0", "Did you mean 10.20.30.0/24?"],
  ["10.20.30.0/33", "Write a number from 0 to 32"],
  ["10.20.30.0/-1", "not a prefix length"],
  ["10.20.30.0/24/24", "is not an IP range"],
  ["2001:db8::/129", "Write a number from 0 to 128"],
  ["10.20.30/24", "is not an IP address"],
  ["010.20.30.0/24", "is not an IP address"],
  ["fe80::%eth0/64", "is not an IP address"],
  ["10.20.30.0-50", "is not an IP range"],
  ["", "is not an IP range"],
  ["/24", "is not an IP address"],
])("%j is refused: %s", (text, reason) => {
  expect(problemOf(text)).toContain(reason);
});

test("the ranges of the seed's C1 and C2 overlap, and those of two families never do", () => {
  expect(rangesOverlap(rangeOf("10.20.30.0/26"), rangeOf("10.20.30.0/25"))).toBe(true);
  expect(rangesOverlap(rangeOf("10.20.30.0/26"), rangeOf("10.20.30.64/26"))).toBe(false);
  expect(rangesOverlap(rangeOf("0.0.0.0/0"), rangeOf("::/0"))).toBe(false);
});

const ipv4 = fc
  .record({ address: fc.nat(0xffff_ffff), length: fc.integer({ min: 0, max: 32 }) })
  .map(({ address, length }) => {
    const size = 2 ** (32 - length);
    const first = Math.floor(address / size) * size;
    const text = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
    return { text: `${text}/${length}`, first, last: first + size - 1 };
  });

test("two ranges overlap exactly when they have an address in common", () => {
  fc.assert(
    fc.property(ipv4, ipv4, (a, b) => {
      expect(rangesOverlap(rangeOf(a.text), rangeOf(b.text))).toBe(a.first <= b.last && b.first <= a.last);
    }),
  );
});

test("a range is among those that enclose it", () => {
  expect(enclosingBits(rangeOf("128.0.0.0/1").bits)).toEqual(["4", "41"]);
});

test("a text far longer than a range is refused in a short sentence", () => {
  expect(problemOf(`${"1".repeat(100_000)}/24`).length).toBeLessThan(150);
});
