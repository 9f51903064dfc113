/** How a machine's IP stack is set before it has an interface, so that each interface is made so. */

const IPV4 = {
  // An interface answers ARP for its own addresses only, and asks with its own: VLANs of a machine are apart.
  arp_ignore: "1",
  arp_announce: "2",
  // Answers go where its routes say, wherever the question came in.
  rp_filter: "0",
};
/** A quiet wire: a kernel without IPv6 has none of these. */
const IPV6 = { disable_ipv6: "1" };

/** For each key of sysctl the value that it has in a machine. */
export const MACHINE_SETTINGS: Readonly<Record<string, string>> = Object.fromEntries(
  ["all", "default"].flatMap((scope) => [
    ...Object.entries(IPV4).map(([key, value]) => [`net.ipv4.conf.${scope}.${key}`, value]),
    ...Object.entries(IPV6).map(([key, value]) => [`net.ipv6.conf.${scope}.${key}`, value]),
  ]),
);

/** What sysctl printed, as "key = value" lines; keys that this kernel does not know are not in it. */
export function settingsIn(text: string): Map<string, string> {
  const pairs = text.split("\n").map((line) => line.split("=").map((word) => word.trim()));
  return new Map(pairs.flatMap(([key = "", value]) => (value === undefined ? [] : [[key, value]])));
}

/** Assignments for what differs. */
export function settingsToWrite(actual: ReadonlyMap<string, string>): string[] {
  return Object.entries(MACHINE_SETTINGS)
    .filter(([key, value]) => actual.has(key) && actual.get(key) !== value)
    .map(([key, value]) => `${key}=${value}`);
}
