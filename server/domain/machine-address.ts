import ipaddr from "ipaddr.js";
import { bad, good, type Read } from "./read";

/** Addresses that machines of a range may have: neither the network's own nor its broadcast address (RFC 3021 for /31). */
interface Hosts {
  readonly first: number;
  readonly last: number;
  /** Prefix length. */
  readonly length: number;
}

/** @param cidr an IPv4 range such as "10.20.30.0/24" @returns null for IPv6, in which machines have no address yet */
function hostsOf(cidr: string): Hosts | null {
  const [address = "", prefix = ""] = cidr.split("/");
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return null;
  const length = Number(prefix);
  const size = 2 ** (32 - length);
  const network = Math.floor(numberOf(address) / size) * size;
  if (length >= 31) return { first: network, last: network + size - 1, length };
  return { first: network + 1, last: network + size - 2, length };
}

/** The highest address of a range that nobody has, with its prefix length: "10.20.30.254/24"; null when none is left. */
export function highestFree(cidr: string, taken: ReadonlySet<string>): string | null {
  return freeFrom(hostsOf(cidr), taken, ({ last }, step) => last - step);
}

/** The lowest one. */
export function lowestFree(cidr: string, taken: ReadonlySet<string>): string | null {
  return freeFrom(hostsOf(cidr), taken, ({ first }, step) => first + step);
}

function freeFrom(
  hosts: Hosts | null,
  taken: ReadonlySet<string>,
  at: (hosts: Hosts, step: number) => number,
): string | null {
  if (hosts === null) return null;
  // One of so many differs from all that are taken.
  const most = Math.min(taken.size, hosts.last - hosts.first);
  for (let step = 0; step <= most; step++) {
    const candidate = textOf(at(hosts, step), hosts.length);
    if (!taken.has(candidate)) return candidate;
  }
  return null;
}

/**
 * Reads an address that somebody typed for a machine: within the range of its VLAN where that has one, else with a prefix
 * length of its own.
 *
 * @returns it with prefix length, "10.20.30.9/24"
 */
export function readMachineAddress(text: string, range: string | null): Read<string> {
  const [address = "", prefix, more] = text.trim().split("/");
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) && more === undefined;
  if (!isAddress) return bad(`"${text.trim().slice(0, 50)}" is not an IPv4 address. Write one such as 10.20.30.9.`);
  if (range === null && prefix === undefined) {
    return bad(`This VLAN has no IP range: write the prefix length too, such as ${address}/24.`);
  }
  const within = range ?? `${address}/${prefix ?? ""}`;
  const isLength = prefix === undefined || /^([1-9]|[12]\d|3[0-2])$/.test(prefix);
  const hosts = isLength ? hostsOf(within) : null;
  if (hosts === null) return bad(`/${(prefix ?? "").slice(0, 4)} is not a prefix length. Write a number from 1 to 32.`);
  const number = numberOf(address);
  const sameLength = prefix === undefined || Number(prefix) === hosts.length;
  if (sameLength && number >= hosts.first && number <= hosts.last) return good(textOf(number, hosts.length));
  return bad(`${text.trim()} is not an address of a machine in ${within}. Choose one from ${span(hosts)}.`);
}

function span({ first, last }: Hosts): string {
  return `${dotted(first)} to ${dotted(last)}`;
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function textOf(number: number, length: number): string {
  return `${dotted(number)}/${length}`;
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
