/**
 * The demo world as data: three datacenters with their switches, racks and cloud systems, the dedicated lines of the
 * seed's FIG. 2 and the provider links of FIG. 3. The lab builds it in a kernel, `db/seed.ts` writes it into the
 * database; nothing else knows it.
 */

export interface WorldMachine {
  /** Network namespace and name for people, e.g. "102A"; at most 15 characters. */
  readonly name: string;
  /** MAC of its one interface, eth0. */
  readonly mac: string;
  /** Its own addresses; a VLAN number makes an 802.1Q interface `v<vlan>` on eth0 with its own MAC if one is given. */
  readonly addresses: readonly WorldAddress[];
}

export interface WorldAddress {
  readonly vlan: number | "untagged";
  readonly cidr: string;
  readonly mac?: string;
}

export interface WorldPort {
  readonly number: number;
  readonly kind: "client" | "cloud";
  readonly machine: WorldMachine;
}

export interface WorldSwitch {
  /** The seed's reference numeral, also the namespace "sw-<code>". */
  readonly code: string;
  readonly datacenter: string;
  readonly ports: readonly WorldPort[];
  /** `p-N` of cables to other switches of the datacenter. */
  readonly trunkPorts: readonly number[];
  /** `l-N` of dedicated lines and provider links. */
  readonly linkPorts: readonly number[];
}

export interface WorldEnd {
  readonly switch: string;
  readonly port: number;
}

/** A cable between two switches of one datacenter; its ends are `p-<port>` in both. */
export interface WorldTrunk {
  readonly code: string;
  readonly a: WorldEnd;
  readonly b: WorldEnd;
}

/** A dedicated line between datacenters; its ends are `l-<port>` in the two switches (seed para 67). */
export interface WorldLine {
  readonly code: string;
  readonly a: WorldEnd;
  readonly b: WorldEnd;
  readonly mtu: number;
  /** What the operator says that it costs and takes; paths are chosen by both. */
  readonly cost: number;
  readonly latencyMicros: number;
}

/**
 * A link through a provider that routes IP (seed para 70): each end is `l-<port>` with an address, cabled to the
 * provider's router. The ends' addresses are in two networks of /30; the router has the next address in each.
 */
export interface WorldProviderLink {
  readonly code: string;
  readonly a: WorldEnd & { readonly address: string };
  readonly b: WorldEnd & { readonly address: string };
  /** Octets of IP packet. */
  readonly mtu: number;
  readonly cost: number;
  readonly latencyMicros: number;
}

/**
 * Two switches in series (seed para 55): a rack's port of the one in front, which gives the customer tag, and the cable
 * from there to a client port of the one that gives the host tag. The cable's ends are `p-<uplink>` and `p-<port>`.
 */
export interface WorldSeries {
  readonly front: WorldEnd & { readonly uplink: number };
  readonly main: WorldEnd;
}

/** A cable between two machines without a switch (seed para 49, link 112): `eth1` in both, with a network of their own. */
export interface WorldDirectLink {
  readonly code: string;
  readonly vlan: number;
  readonly rack: WorldDirectEnd;
  readonly system: WorldDirectEnd;
}
export interface WorldDirectEnd {
  /** Of the machine whose second interface it is. */
  readonly machine: string;
  readonly mac: string;
  readonly cidr: string;
}

/** What the lab builds; `WORLD` below is the demo, tests make smaller ones. */
export interface World {
  readonly switches: readonly WorldSwitch[];
  readonly trunks: readonly WorldTrunk[];
  readonly series?: readonly WorldSeries[];
  readonly lines: readonly WorldLine[];
  /** All of them cross one router, the namespace `PROVIDER`. */
  readonly providerLinks: readonly WorldProviderLink[];
  readonly directLinks?: readonly WorldDirectLink[];
}

/** Namespace of the provider's router. */
export const PROVIDER = "provider";

/** Octets: room for a client's 1,500 with all tags and labels; inside devices never limit a client (RFC 3032, IEEE 802.1Q). */
export const INSIDE_MTU = 9000;
export const LINE_MTU = 9100;
export const CLIENT_MTU = 1500;
export const PROVIDER_MTU = 9200;

const SHARED_MAC = "02:00:00:00:00:01";
const SHARED_RESOURCE_MAC = "02:00:00:00:00:50";

/** A rack: VLAN 10 is the LAN of FIG. 6 and 7, VLAN 20 equals every other rack's in VLAN, IP range and MAC. */
function rack(name: string, mac: string, host: number): WorldMachine {
  return {
    name,
    mac,
    addresses: [
      { vlan: 10, cidr: `10.20.30.${host}/24` },
      { vlan: 20, cidr: "192.168.0.1/24", mac: SHARED_MAC },
      { vlan: 30, cidr: "172.16.0.1/24" },
      { vlan: "untagged", cidr: "198.18.0.1/24" },
    ],
  };
}

/** A cloud system's interface: it answers in the LANs of the demo VLANs, with the same numbers for every tenant. */
function resource(name: string, mac: string, host: number): WorldMachine {
  return {
    name,
    mac,
    addresses: [
      { vlan: 10, cidr: `10.20.30.${host}/24` },
      { vlan: 20, cidr: `192.168.0.${host}/24`, mac: host === 50 ? SHARED_RESOURCE_MAC : undefined },
      { vlan: 30, cidr: `172.16.0.${host}/24` },
      { vlan: "untagged", cidr: `198.18.0.${host}/24` },
    ],
  };
}

function clientPort(number: number, machine: WorldMachine): WorldPort {
  return { number, kind: "client", machine };
}

function cloudPort(number: number, machine: WorldMachine): WorldPort {
  return { number, kind: "cloud", machine };
}

/** Racks cabled in advance, for tenants that register one; host 1 in the datacenter's own third octet. */
function spareRack(switchCode: string, port: number): WorldPort {
  const octet = port.toString(16).padStart(2, "0");
  return clientPort(port, rack(`rack-${switchCode}-${port}`, `02:00:00:${switchCode.slice(0, 2)}:00:${octet}`, 30));
}

function line(code: string, a: WorldEnd, b: WorldEnd, latencyMicros: number): WorldLine {
  return { code, a, b, mtu: LINE_MTU, cost: 10, latencyMicros };
}

function providerLink(
  code: string,
  a: WorldProviderLink["a"],
  b: WorldProviderLink["b"],
  latencyMicros: number,
): WorldProviderLink {
  return { code, a, b, mtu: PROVIDER_MTU, cost: 25, latencyMicros };
}

/** MACs of FIG. 6 to 8; where the seed prints a group address the group bit is cleared (56 for 57, f2 for f3, 08 for 09). */
export const WORLD = {
  switches: [
    {
      code: "116",
      datacenter: "DC1",
      ports: [
        clientPort(1, rack("102A", "56:89:6f:88:9d:c7", 30)),
        clientPort(2, rack("102B", "04:7a:9e:a1:a3:41", 30)),
        clientPort(3, rack("102C", "02:10:2c:00:00:01", 30)),
        ...[4, 5, 6, 7, 8, 9].map((port) => spareRack("116", port)),
        cloudPort(11, resource("110A", "28:08:80:52:17:20", 40)),
        cloudPort(12, resource("110A.2", "28:08:80:52:17:21", 50)),
        cloudPort(13, resource("110A.3", "28:08:80:52:17:22", 43)),
        cloudPort(14, resource("110B", "6e:25:47:1f:9a:97", 40)),
        cloudPort(15, resource("110B.2", "6e:25:47:1f:9a:98", 44)),
        cloudPort(16, resource("110C", "8a:02:28:11:2a:01", 50)),
        cloudPort(17, resource("110C.2", "8a:02:28:11:2a:02", 45)),
        cloudPort(18, resource("110D", "08:19:20:07:05:01", 40)),
        cloudPort(19, resource("110D.2", "08:19:20:07:05:02", 46)),
        cloudPort(20, resource("110D.3", "08:19:20:07:05:03", 47)),
      ],
      trunkPorts: [31],
      linkPorts: [],
    },
    {
      code: "117",
      datacenter: "DC1",
      ports: [clientPort(1, rack("102D", "02:10:2d:00:00:01", 30))],
      trunkPorts: [31],
      linkPorts: [],
    },
    { code: "124", datacenter: "DC1", ports: [], trunkPorts: [1], linkPorts: [31, 32, 33] },
    {
      code: "212",
      datacenter: "DC2",
      ports: [
        clientPort(1, rack("202", "f2:98:19:ab:55:b4", 30)),
        ...[2, 3, 4, 5].map((port) => spareRack("212", port)),
        cloudPort(11, resource("210", "02:21:00:00:00:01", 41)),
        cloudPort(12, resource("210.2", "02:21:00:00:00:02", 42)),
        cloudPort(13, resource("210.3", "02:21:00:00:00:03", 48)),
        cloudPort(14, resource("210.4", "02:21:00:00:00:04", 49)),
        cloudPort(15, resource("210.5", "02:21:00:00:00:05", 54)),
      ],
      trunkPorts: [31],
      linkPorts: [],
    },
    { code: "220", datacenter: "DC2", ports: [], trunkPorts: [1], linkPorts: [31, 32, 33, 34] },
    {
      code: "262",
      datacenter: "DC3",
      ports: [
        clientPort(1, rack("252", "02:25:20:00:00:01", 31)),
        ...[2, 3].map((port) => spareRack("262", port)),
        cloudPort(11, resource("260", "02:26:00:00:00:01", 51)),
        cloudPort(12, resource("260.2", "02:26:00:00:00:02", 52)),
        cloudPort(13, resource("260.3", "02:26:00:00:00:03", 53)),
      ],
      trunkPorts: [31],
      linkPorts: [],
    },
    { code: "222", datacenter: "DC3", ports: [], trunkPorts: [1], linkPorts: [31, 32, 33] },
  ],
  trunks: [
    { code: "T1", a: { switch: "116", port: 31 }, b: { switch: "124", port: 1 } },
    { code: "T2", a: { switch: "212", port: 31 }, b: { switch: "220", port: 1 } },
    { code: "T3", a: { switch: "262", port: 31 }, b: { switch: "222", port: 1 } },
  ],
  series: [{ front: { switch: "117", port: 1, uplink: 31 }, main: { switch: "116", port: 10 } }],
  lines: [
    line("224", { switch: "124", port: 31 }, { switch: "220", port: 31 }, 9_000),
    line("226", { switch: "124", port: 32 }, { switch: "222", port: 31 }, 6_000),
    line("228", { switch: "220", port: 32 }, { switch: "222", port: 32 }, 7_000),
  ],
  providerLinks: [
    providerLink(
      "306",
      { switch: "124", port: 33, address: "203.0.113.1" },
      { switch: "220", port: 33, address: "203.0.113.5" },
      14_000,
    ),
    providerLink(
      "308",
      { switch: "222", port: 33, address: "203.0.113.9" },
      { switch: "220", port: 34, address: "203.0.113.13" },
      11_000,
    ),
  ],
  directLinks: [
    {
      code: "112",
      vlan: 40,
      rack: { machine: "102A", mac: "56:89:6f:88:9d:c8", cidr: "10.20.40.1/24" },
      system: { machine: "110A", mac: "28:08:80:52:17:2f", cidr: "10.20.40.2/24" },
    },
  ],
} as const satisfies World;

/** The namespace that is a switch. */
export function switchNamespace(code: string): string {
  return `sw-${code}`;
}
