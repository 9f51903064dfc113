/**
 * The agent protocol: what a switch's agent and the portal say to each other over HTTP.
 * The only file of `agent/` that others may import. Everything that crosses the wire is parsed with these schemas at both ends.
 *
 *   POST /api/agent/join    JoinRequest    -> JoinReply
 *   POST /api/agent/watch   WatchRequest   -> WatchReply   (long poll: answers at once when there is news, else after WATCH_HOLD_MS)
 *   POST /api/agent/report  ReportRequest  -> ReportReply  (each second)
 *
 * Each request carries `Authorization: Bearer <token of the switch>`; the switch is known by its token, never by what the agent says.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "./encapsulation/kinds";

export const PROTOCOL_VERSION = 3;
/** How long the portal holds a watch that has no news, in ms. */
export const WATCH_HOLD_MS = 20_000;
/** How often an agent reports, in ms. */
export const REPORT_INTERVAL_MS = 1_000;

const vlanNumber = z.number().int().min(1).max(4094);

/** Tag 1, S: which client system. 802.1ad, TPID 0x88a8 (IEEE 802.1Q clause 9.6; seed para 77, block 412). */
export const hostTag = vlanNumber.brand<"HostTag">();
export type HostTag = z.infer<typeof hostTag>;
/** Tag 2, C: which VLAN of that client system. 802.1Q, TPID 0x8100, under S (seed para 77, block 414). */
export const customerTag = vlanNumber.brand<"CustomerTag">();
export type CustomerTag = z.infer<typeof customerTag>;
/** Segments that one bridge holds, and bridges that a switch may have. */
export const SEGMENTS_A_BRIDGE = 4094;
export const MOST_BRIDGES = 16;
/**
 * L: a segment's number inside one switch, never on a wire. Numbers 1 to 4094 are VLANs of its first bridge, the next
 * 4094 those of its second, and so on.
 */
export const segmentNumber = z
  .number()
  .int()
  .min(1)
  .max(SEGMENTS_A_BRIDGE * MOST_BRIDGES)
  .brand<"SegmentNumber">();
export type SegmentNumber = z.infer<typeof segmentNumber>;
/** A VLAN id that the client itself uses on its own port. */
export const clientVlan = z.union([vlanNumber.brand<"ClientVlan">(), z.literal("untagged")]);
export type ClientVlan = z.infer<typeof clientVlan>;
/** A port's number on its switch; kernel names derive from it (`p-7`, `a-7`, `b-7`). */
export const portNumber = z.number().int().min(1).max(9999).brand<"PortNumber">();
export type PortNumber = z.infer<typeof portNumber>;
/** A MAC address in lower-case colon form. */
export const macAddress = z
  .string()
  .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/)
  .brand<"Mac">();
export type Mac = z.infer<typeof macAddress>;

/**
 * Tag 3: names the datacenter that a frame travels to, and by which path (seed paras 57, 66, 101). One number for each
 * direction of a path, from the range of the datacenter that it leads to; written as an MPLS label or as a third Q tag,
 * as each link on the path has it: so it fits in both, 16 to 4094.
 */
export const datacenterTag = z.number().int().min(16).max(4094).brand<"DatacenterTag">();
export type DatacenterTag = z.infer<typeof datacenterTag>;
/**
 * Tag 4: names a provider link on the long haul (seed para 104, block 536). A Segment ID of 24 bits as VNI or VSID, or an
 * MPLS label; which numbers an encapsulation takes is its module's to say (`WireForm.longHaul`).
 */
export const longHaulId = z.number().int().min(16).max(16_777_215).brand<"LongHaulId">();
export type LongHaulId = z.infer<typeof longHaulId>;

/** First octets of every probe point's address, which no client may send: locally administered, unicast (IEEE 802 clause 8.4). */
export const PROBE_ADDRESSES = "02:d1";

/** The address of the probe point at a port: unique in the federation, because switches are numbered in it. */
export function probeAddress(switchNumber: number, port: PortNumber): Mac {
  return addressOfPoint(switchNumber, port);
}

/** No port has so high a number. */
const OF_TRANSIT = 0x8000;

/**
 * The address of the probe point of a transit: unique in the federation, because a tag 3 is held by one direction of
 * one path, which comes by a switch once.
 */
export function transitProbeAddress(switchNumber: number, tag: DatacenterTag): Mac {
  return addressOfPoint(switchNumber, OF_TRANSIT | tag);
}

function addressOfPoint(switchNumber: number, point: number): Mac {
  const octets = [switchNumber >> 8, switchNumber & 0xff, point >> 8, point & 0xff];
  const text = octets.map((octet) => octet.toString(16).padStart(2, "0")).join(":");
  return macAddress.parse(`${PROBE_ADDRESSES}:${text}`);
}

/** How tag 3 is written on a dedicated line, and tags 3 and 4 on a provider link. */
export const lineEncapsulation = z.enum(LINE_ENCAPSULATIONS);
export type LineEncapsulation = z.infer<typeof lineEncapsulation>;
export const providerEncapsulation = z.enum(PROVIDER_ENCAPSULATIONS);
export type ProviderEncapsulation = z.infer<typeof providerEncapsulation>;

/**
 * A frame's octets from destination MAC to payload, with its pair and without FCS: what is larger is dropped, and counted,
 * before it leaves. Absent: the limits of what it leaves by hold.
 */
const mostOctets = z.number().int().min(64).max(65_535).optional();

/** One way of a pseudowire: onto which link, with which tag 3 there and back. */
export const pseudowirePath = z.object({
  /** The link end on this switch. */
  link: portNumber,
  /** Put on frames that leave by this path. */
  tagOut: datacenterTag,
  /** Frames that come in by this path carry it. */
  tagIn: datacenterTag,
  /** The largest frame that every link of the path carries whole. */
  mostOctets,
});
export type PseudowirePath = z.infer<typeof pseudowirePath>;

/**
 * A machine that the switch's agent makes behind the port: a network namespace with an IP stack of its own, cabled to
 * `p-N`. Absent where a cable is there already. While it is moved it is desired at two ports, each with a namespace of
 * its own: `machineNamespace`.
 */
export const desiredMachine = z.object({
  /** Unique in the federation. */
  number: z.number().int().min(1).max(999_999),
  mac: macAddress,
  addresses: z.array(z.object({ vlan: clientVlan, cidr: z.cidrv4() })),
});
export type DesiredMachine = z.infer<typeof desiredMachine>;

/**
 * The network namespace that is a machine at a port: `m-<machine>-<switch>-<port>`. The switch's number is read from the
 * port's probe address, 0 without one. Its interface is `eth0`.
 */
export function machineNamespace(machine: number, port: { number: PortNumber; probe?: Mac }): string {
  const [, , high = "0", low = "0"] = port.probe?.split(":") ?? [];
  return `m-${machine}-${Number.parseInt(high + low, 16)}-${port.number}`;
}

/** What a machine's port takes in; absent: both. Frames of the other kind are dropped there and counted. */
export const portAccepts = z.enum(["tagged", "untagged"]);
export type PortAccepts = z.infer<typeof portAccepts>;

const desiredPortBase = {
  number: portNumber,
  /** Where probes addressed to this port end, and what those that enter here have as their source (`probeAddress`). */
  probe: macAddress.optional(),
};
const machinePort = { ...desiredPortBase, machine: desiredMachine.optional(), accepts: portAccepts.optional() };
/** A port of the switch's bridge: attachments at machines' ports, trunk attachments at the other two kinds. */
export const desiredPort = z.discriminatedUnion("kind", [
  z.object({ ...machinePort, kind: z.literal("client") }),
  z.object({ ...machinePort, kind: z.literal("cloud") }),
  /** A cable to another switch of the datacenter; the pair stays on. */
  z.object({
    ...desiredPortBase,
    kind: z.literal("trunk"),
    /** The largest frame that the cable carries whole. */
    mostOctets,
  }),
  /** To a switch of another datacenter, over links. The first path is the best; the agent takes the first that is up. */
  z.object({ ...desiredPortBase, kind: z.literal("pseudowire"), paths: z.array(pseudowirePath) }),
]);
export type DesiredPort = z.infer<typeof desiredPort>;
export type PortKind = DesiredPort["kind"];

const linkEnd = {
  number: portNumber,
  /** A drill: until then, ms since 1970, what comes in over the link is dropped, as if it had failed. The agent ends it by itself. */
  shutUntil: z.number().int().optional(),
};
const ipv4 = z.ipv4();
/**
 * The end of a link to another datacenter (seed paras 67, 70). Sent one way, accepted in one or, while the encapsulation
 * is being changed, in two.
 */
export const desiredLink = z.discriminatedUnion("medium", [
  z.object({
    ...linkEnd,
    medium: z.literal("line"),
    send: lineEncapsulation,
    accept: z.array(lineEncapsulation).min(1),
    /** MAC of the line's far end; null until the far agent has reported it, and then nothing is sent. */
    farMac: macAddress.nullable(),
  }),
  z.object({
    ...linkEnd,
    medium: z.literal("provider"),
    send: providerEncapsulation,
    accept: z.array(providerEncapsulation).min(1),
    /** Addresses of the two routers' provider sides; the near one is on the given interface `l-N`. */
    local: ipv4,
    remote: ipv4,
    longHaul: longHaulId,
    /** Octets of IP packet that the provider carries whole. */
    mtu: z.number().int().min(576).max(65_535),
  }),
]);
export type DesiredLink = z.infer<typeof desiredLink>;
export type LineEnd = Extract<DesiredLink, { medium: "line" }>;
export type ProviderEnd = Extract<DesiredLink, { medium: "provider" }>;

/** Label switching through this switch without learning: what comes in from one link with a tag 3 leaves by another with the same. */
export const transit = z.object({
  key: z.string(),
  from: portNumber,
  to: portNumber,
  tag: datacenterTag,
  /**
   * Its probe point (`transitProbeAddress`), where probes addressed to it end, and the tag 3 of the path's other direction,
   * under which the answers go back over `from`. Absent: it answers none.
   */
  answer: z.object({ probe: macAddress, tagBack: datacenterTag }).optional(),
});
export type Transit = z.infer<typeof transit>;

/** The key of a transit: unique on its switch. */
export function transitKey({ from, tag }: Pick<Transit, "from" | "tag">): string {
  return `${from}/${tag}`;
}

/** Protocols of IEEE 802 that end at the next bridge unless they are carried through: 01-80-c2-00-00-0X and slow protocols. */
export const controlProtocol = z.enum(["stp", "pause", "lacp", "eapol", "lldp"]);
export type ControlProtocol = z.infer<typeof controlProtocol>;

const bitsPerSecond = z.number().int().min(8_000).max(400_000_000_000);
/** What was ordered for a segment at one port; enforced in the kernel where frames enter and where they leave. */
export const serviceProfile = z.object({
  /** Of all frames, in each direction, bit/s; null: no limit. What is over is dropped and counted. */
  bandwidth: bitsPerSecond.nullable(),
  /** Of broadcast, multicast and unknown unicast that come in here, bit/s; null: no limit. */
  flood: bitsPerSecond.nullable(),
  /** Source addresses that may come in; null: any, up to the quota. */
  macs: z.array(macAddress).nullable(),
  /** Most source addresses at once; null: no quota. */
  macQuota: z.number().int().min(1).max(4096).nullable(),
  /** Control frames that are carried through unchanged; all others are dropped here. */
  carried: z.array(controlProtocol),
});
export type ServiceProfile = z.infer<typeof serviceProfile>;

const layer4Port = z.number().int().min(0).max(65_535);
/** A tenant's own rule for frames that come in from its machine at one port (claims 10, 21, 27, 38); the first that matches acts. */
export const clientRule = z.object({
  /** The portal's id of the rule, by which its hits are reported. */
  id: z.string(),
  match: z.object({
    sourceMac: macAddress.optional(),
    destinationMac: macAddress.optional(),
    /** Under the client's own tag. */
    etherType: z.number().int().min(0x0600).max(0xffff).optional(),
    /** 802.1p priority of the client's own tag. */
    priority: z.number().int().min(0).max(7).optional(),
    sourceIp: z.cidrv4().optional(),
    destinationIp: z.cidrv4().optional(),
    ipProtocol: z.enum(["icmp", "tcp", "udp"]).optional(),
    sourcePort: layer4Port.optional(),
    destinationPort: layer4Port.optional(),
  }),
  action: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("drop") }),
    z.object({ kind: z.literal("allow") }),
    z.object({ kind: z.literal("rate-limit"), bandwidth: bitsPerSecond }),
    /** A copy goes to another port; the frame itself goes on. */
    z.object({
      kind: z.literal("mirror"),
      /** Where the same client system is attached; with `onward` the port that leads to the next switch. */
      port: portNumber,
      /** The resource is on another switch: the copy gets a pair of copies, which no segment has. */
      onward: z.object({ hostTag, customerTag, /** That of the target's segment. */ innerVlan: clientVlan }).optional(),
    }),
  ]),
});
export type ClientRule = z.infer<typeof clientRule>;

/** Probes that an attachment sends each minute: as frames of its own VLAN that come in at the port. */
export const probeGoal = z.object({
  /** By which rounds are reported: the extension's id. */
  id: z.string(),
  /** The probe point at the far end; it answers. */
  to: macAddress,
});
export type ProbeGoal = z.infer<typeof probeGoal>;

/** One row of map 118. Key: `port/vid` for an attachment and a relay, `port/S.C` for a trunk attachment and copies. */
export const mapEntry = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("attachment"),
    key: z.string(),
    port: portNumber,
    clientVlan,
    hostTag,
    customerTag,
    segment: segmentNumber,
    /** A switch in front gave the frames of this port their customer tag, outermost; here they get the host tag alone (seed para 55). */
    customerTagged: z.literal(true).optional(),
    /** The VLAN id that the segment's frames carry under the pair; absent when it is `clientVlan`, which is then untouched. */
    innerVlan: clientVlan.optional(),
    profile: serviceProfile.optional(),
    /** In the order in which they are asked. */
    rules: z.array(clientRule).optional(),
    probes: z.array(probeGoal).optional(),
    /** Loopback: until then, ms since 1970, what would leave here goes back to where it came from, MACs exchanged. The agent ends it by itself. */
    loopUntil: z.number().int().optional(),
  }),
  z.object({
    kind: z.literal("trunk"),
    key: z.string(),
    port: portNumber,
    hostTag,
    customerTag,
    segment: segmentNumber,
  }),
  /** At the first of two switches in series (seed para 55): the customer tag goes on towards the second one, and off on the way back. */
  z.object({
    kind: z.literal("relay"),
    key: z.string(),
    port: portNumber,
    clientVlan,
    customerTag,
    /** The port that leads to the switch that gives the host tag. */
    uplink: portNumber,
    /** Probes and loopback of the machine behind this port: here its frames enter, not at the switch that gives the host tag. */
    probes: z.array(probeGoal).optional(),
    loopUntil: z.number().int().optional(),
  }),
  /** Copies that a tenant's rules make on other switches, on their way to a resource: one way, no segment, no bridge. */
  z.object({
    kind: z.literal("copy"),
    key: z.string(),
    /** A trunk or a pseudowire, by which they come in under their own pair. */
    port: portNumber,
    hostTag,
    customerTag,
    /** The port by which they leave: with the pair on by a trunk or a pseudowire. */
    to: portNumber,
    /** Where `to` is a machine's port: the VLAN id there of the attachment as whose frames they leave. */
    clientVlan: clientVlan.optional(),
  }),
]);
export type MapEntry = z.infer<typeof mapEntry>;
export type Relay = Extract<MapEntry, { kind: "relay" }>;
export type Copy = Extract<MapEntry, { kind: "copy" }>;
/** An entry that lets frames in at its port and out again. */
export type TwoWayEntry = Exclude<MapEntry, Copy>;
/** An entry that puts its port into a segment of the switch: all but relays and copies, which know no segment. */
export type SegmentEntry = Exclude<TwoWayEntry, Relay>;

/** Whether an entry puts its port into a segment. */
export function isInSegment(entry: MapEntry): entry is SegmentEntry {
  return entry.kind !== "relay" && entry.kind !== "copy";
}

interface Pair {
  readonly hostTag: HostTag;
  readonly customerTag: CustomerTag;
}

/** The key of a map entry: unique on its switch. */
export function mapEntryKey(
  entry:
    | { kind: "attachment" | "relay"; port: PortNumber; clientVlan: ClientVlan }
    | ({ kind: "trunk"; port: PortNumber } & Pair)
    | ({ kind: "copy"; port: PortNumber } & Pair),
): string {
  if (entry.kind !== "trunk" && entry.kind !== "copy") return `${entry.port}/${entry.clientVlan}`;
  return `${entry.port}/${entry.hostTag}.${entry.customerTag}`;
}

/** Everything that a switch is asked to hold. */
const desiredParts = {
  ports: z.array(desiredPort),
  links: z.array(desiredLink),
  transits: z.array(transit),
  entries: z.array(mapEntry),
};

export const desiredState = z.object({
  /** Number of the last change in it; 0 before the first. */
  number: z.number().int().min(0),
  /** `desiredHash` of its parts. */
  hash: z.string(),
  ...desiredParts,
});
export type DesiredState = z.infer<typeof desiredState>;
/** Ports, links, transits and entries of a desired state, or of a change to one. */
export type DesiredParts = { readonly [Part in keyof typeof desiredParts]: readonly DesiredState[Part][number][] };

export const NOTHING_DESIRED: DesiredParts = { ports: [], links: [], transits: [], entries: [] };

/** One numbered change of a switch's desired state: what is dropped, then what is set; `hash` is that of the state after it. */
export const desiredChange = z.object({
  number: z.number().int().min(1),
  hash: z.string(),
  set: z.object(desiredParts),
  drop: z.object({
    ports: z.array(portNumber),
    links: z.array(portNumber),
    transits: z.array(z.string()),
    entries: z.array(z.string()),
  }),
});
export type DesiredChange = z.infer<typeof desiredChange>;

/**
 * The hash of a desired state: the sum, modulo 2^256, of the SHA-256 of each part in canonical form, as 64
 * hexadecimal digits. A sum, so that the order does not matter and a change costs what it touches (`hashAfter`).
 * Both sides compute it; a difference after a change makes the agent ask for the whole state.
 */
export function desiredHash(state: DesiredParts): string {
  return hashAfter("0", NOTHING_DESIRED, state);
}

/** The hash of the state that arises when `left` goes out of one with that hash and `entered` comes in. */
export function hashAfter(hash: string, left: DesiredParts, entered: DesiredParts): string {
  const sum = BigInt(`0x${hash}`) - digestSum(left) + digestSum(entered);
  return BigInt.asUintN(256, sum).toString(16).padStart(64, "0");
}

function digestSum({ ports, links, transits, entries }: DesiredParts): bigint {
  const lines = [
    ...ports.map((part) => `port ${canonical(part)}`),
    ...links.map((part) => `link ${canonical(part)}`),
    ...transits.map((part) => `transit ${canonical(part)}`),
    ...entries.map((part) => `entry ${canonical(part)}`),
  ];
  return lines.reduce((sum, line) => sum + BigInt(`0x${createHash("sha256").update(line).digest("hex")}`), 0n);
}

/** The same text for the same content: fields in the order of their names. */
function canonical(part: object): string {
  return JSON.stringify(part, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Applies one change to a state: pure, used by the agent and by the portal's tests. */
export function applyChange(state: DesiredState, { number, hash, set, drop }: DesiredChange): DesiredState {
  return {
    number,
    hash,
    ports: changed(state.ports, set.ports, drop.ports, (port) => port.number),
    links: changed(state.links, set.links, drop.links, (link) => link.number),
    transits: changed(state.transits, set.transits, drop.transits, (one) => one.key),
    entries: changed(state.entries, set.entries, drop.entries, (entry) => entry.key),
  };
}

/** What of a state a change replaces or drops. */
export function partsLeaving(state: DesiredParts, { set, drop }: Pick<DesiredChange, "set" | "drop">): DesiredParts {
  return {
    ports: leaving(state.ports, set.ports, drop.ports, (port) => port.number),
    links: leaving(state.links, set.links, drop.links, (link) => link.number),
    transits: leaving(state.transits, set.transits, drop.transits, (one) => one.key),
    entries: leaving(state.entries, set.entries, drop.entries, (entry) => entry.key),
  };
}

function leaving<T, Key>(held: readonly T[], set: readonly T[], drop: readonly Key[], keyOf: (item: T) => Key): T[] {
  const gone = new Set([...drop, ...set.map(keyOf)]);
  return gone.size === 0 ? [] : held.filter((item) => gone.has(keyOf(item)));
}

function changed<T, Key>(held: readonly T[], set: readonly T[], drop: readonly Key[], keyOf: (item: T) => Key): T[] {
  if (set.length === 0 && drop.length === 0) return [...held];
  const gone = new Set(drop);
  const entering = new Map(set.map((item) => [keyOf(item), item]));
  const items: T[] = [];
  for (const item of held) {
    const key = keyOf(item);
    if (gone.has(key)) continue;
    items.push(entering.get(key) ?? item);
    entering.delete(key);
  }
  return [...items, ...entering.values()];
}

// --- join -------------------------------------------------------------------------------------------------------

export const joinRequest = z.object({
  protocol: z.literal(PROTOCOL_VERSION),
  /** Where the kernel runs, in words for people: "this kernel 6.12" or "User-Mode Linux 6.1.176". */
  kernel: z.string().max(200),
  /** Physical interfaces as found: `p-N` of racks and cloud systems, `l-N` of lines. */
  interfaces: z.array(z.object({ port: portNumber, name: z.string().max(15), mac: macAddress, mtu: z.number().int() })),
});
export type JoinRequest = z.infer<typeof joinRequest>;
export const joinReply = z.object({ switchCode: z.string(), datacenterCode: z.string() });
export type JoinReply = z.infer<typeof joinReply>;

// --- watch ------------------------------------------------------------------------------------------------------

export const direction = z.enum(["in", "out"]);
/** As seen from the switch: "in" enters through the port, "out" leaves through it. */
export type Direction = z.infer<typeof direction>;

/** Ports and link ends whose frames somebody looks at now: of a link end, what is on the wire. The agent captures there, bounded, until it is told otherwise or `forMs` is over. */
export const frameWatch = z.object({ ports: z.array(portNumber), forMs: z.number().int().min(0).max(120_000) });
export type FrameWatch = z.infer<typeof frameWatch>;

/** "Send a frame": from the rack behind `port`, as the rack would send it. */
export const sendTask = z.object({
  kind: z.literal("send"),
  id: z.string(),
  port: portNumber,
  /** The whole frame from destination MAC to payload, hexadecimal, without FCS. */
  frame: z.string().regex(/^([0-9a-f]{2}){14,1600}$/),
});
export type SendTask = z.infer<typeof sendTask>;

/** "Send probes now": a round from an attachment to one probe point, whose result is reported under the task's id. */
export const probeTask = z.object({
  kind: z.literal("probe"),
  id: z.string(),
  /** Key of the attachment at which they enter. */
  entry: z.string(),
  to: macAddress,
  count: z.number().int().min(1).max(100),
  intervalMs: z.number().int().min(5).max(1_000),
  /** Octets of each probe as it is on the attachment's own cable, own tag included, without FCS. */
  octets: z.number().int().min(64).max(9_216),
});
export type ProbeTask = z.infer<typeof probeTask>;
export const task = z.discriminatedUnion("kind", [sendTask, probeTask]);
export type Task = z.infer<typeof task>;

export const watchRequest = z.object({
  /** Number and hash of the state that the agent has; null asks for the whole state. */
  have: z.object({ number: z.number().int().min(0), hash: z.string() }).nullable(),
  /** The frame watch that the agent knows; a different one is news. */
  watching: z.array(portNumber),
});
export type WatchRequest = z.infer<typeof watchRequest>;

export const watchReply = z.object({
  desired: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("unchanged") }),
    z.object({ kind: z.literal("changes"), changes: z.array(desiredChange).min(1) }),
    z.object({ kind: z.literal("state"), state: desiredState }),
  ]),
  frames: frameWatch,
  tasks: z.array(task),
});
export type WatchReply = z.infer<typeof watchReply>;

// --- report -----------------------------------------------------------------------------------------------------

/** State of one map entry as read back from the kernel. */
export const entryState = z.discriminatedUnion("state", [
  z.object({ key: z.string(), state: z.literal("present") }),
  z.object({ key: z.string(), state: z.literal("missing"), detail: z.string() }),
  z.object({ key: z.string(), state: z.literal("wrong"), detail: z.string() }),
]);
export type EntryState = z.infer<typeof entryState>;

/** An object in the kernel that carries our mark and that nothing desires. */
export const strayObject = z.object({ what: z.string() });

/** Exact counters of one map entry and direction, from the rule's own statistics, since the rule was made. */
export const entryCounter = z.object({
  key: z.string(),
  direction,
  frames: z.number().int().min(0),
  /** Octets as on the wire, without FCS: the kernel's figure corrected for the header and tag it leaves out. */
  bytes: z.number().int().min(0),
});
export type EntryCounter = z.infer<typeof entryCounter>;

/** Frames that met a port's default drop, or were too large for the path that they would have left by. */
export const portDrops = z.object({
  port: portNumber,
  frames: z.number().int().min(0),
  /** Those of them that were too large. */
  tooLarge: z.number().int().min(0).default(0),
});

/** One captured frame; `bytes` is hexadecimal from destination MAC on, cut at SNAP_OCTETS. */
export const seenFrame = z.object({
  port: portNumber,
  direction,
  /** Kernel time stamp, microseconds since 1970. */
  atMicros: z.number().int(),
  /** Octets on the wire without FCS. */
  length: z.number().int(),
  bytes: z.string(),
});
export type SeenFrame = z.infer<typeof seenFrame>;
/** Octets kept of each captured frame. */
export const SNAP_OCTETS = 512;

/** One row of the switch's forwarding database: where a segment's MAC was learned. */
export const learnedMac = z.object({ port: portNumber, segment: segmentNumber, mac: macAddress });

/** How one path of a pseudowire fares, by heartbeats each 100 ms that travel it as the tenants' frames do. */
export const pathReport = z.object({
  port: portNumber,
  tagOut: datacenterTag,
  /** "unheard": no heartbeat ever came in since the agent began to listen. */
  state: z.enum(["up", "down", "unheard"]),
  /** Frames of the pseudowire leave by it now. */
  active: z.boolean(),
  /** When the state last changed, ms since 1970. */
  since: z.number().int(),
});
export type PathReport = z.infer<typeof pathReport>;

/** A part of the desired state that this switch cannot hold, and why: it fails alone. */
export const problem = z.object({
  /** "port 1001", "link 31", "transit 31/1104", "entry 7/10". */
  object: z.string(),
  code: z.enum([
    "unknown_port",
    "feature_missing",
    "no_path",
    "name_taken",
    "far_end_unknown",
    "no_address",
    "refused_by_kernel",
  ]),
  /** What is wrong and what to do, as a sentence. */
  detail: z.string(),
});
export type Problem = z.infer<typeof problem>;

/** Frames that a rule or a limit met since it was made. */
export const entryHits = z.object({
  key: z.string(),
  /** A rule's id, or a limit of the profile: "bandwidth in", "bandwidth out", "flood", "macs", "control". */
  what: z.string(),
  frames: z.number().int().min(0),
  /** Of them, those that were dropped. */
  dropped: z.number().int().min(0),
});
export type EntryHits = z.infer<typeof entryHits>;

/** A sign of a mistake or an attack at a machine's port, seen within the last minute. */
export const portAlarm = z.object({
  /**
   * "undeclared_address": frames came in from a source that the profile does not declare; "too_many_addresses": from one
   * beyond the quota; "moving_address": a source moves between ports of its segment again and again.
   */
  kind: z.enum(["undeclared_address", "too_many_addresses", "moving_address"]),
  port: portNumber,
  /** The attachment at which it was seen. */
  key: z.string(),
  segment: segmentNumber,
  /** Null where the rule that refuses it only counts. */
  mac: macAddress.nullable(),
  /** The port that it also was at; null where it did not move. */
  other: portNumber.nullable(),
  /** Frames that were refused, or moves, since it began. */
  count: z.number().int().min(1),
  /** First and last sign, ms since 1970. */
  since: z.number().int(),
  last: z.number().int(),
});
export type PortAlarm = z.infer<typeof portAlarm>;

/** A round of probes that is over. Loss there is `sent - arrived`, loss back is `arrived - returned`. */
export const probeRound = z.object({
  /** The goal's or the task's id. */
  id: z.string(),
  /** When the first was sent, ms since 1970. */
  at: z.number().int(),
  sent: z.number().int().min(1),
  /** At the far probe point, as its answers say; what no answer told counts as not arrived. */
  arrived: z.number().int().min(0),
  returned: z.number().int().min(0),
  /** There and back less the time at the far end, microseconds; null when none returned. */
  roundTrip: z.object({ least: z.number().int(), median: z.number().int(), most: z.number().int() }).nullable(),
});
export type ProbeRound = z.infer<typeof probeRound>;

/** A machine of ours behind a port, as it is in the kernel. */
export const machineReport = z.object({
  port: portNumber,
  state: z.enum(["running", "making", "failed"]),
  /** Why it failed, as a sentence; null otherwise. */
  detail: z.string().nullable(),
});
export type MachineReport = z.infer<typeof machineReport>;

/** The computer that a node runs on (seed FIG. 9: CPU 910, memory 912, drive 914, NIC 926). */
export const nodeHealth = z.object({
  at: z.number().int(),
  /** Since the computer started, seconds. */
  upSeconds: z.number().int().min(0),
  cpu: z.object({ cores: z.number().int().min(1), loadOneMinute: z.number().min(0) }),
  /** Octets. */
  memory: z.object({ total: z.number().int(), available: z.number().int() }),
  disk: z.object({ path: z.string(), total: z.number().int(), free: z.number().int() }),
  nics: z.array(z.object({ name: z.string(), isUp: z.boolean(), received: z.number().int(), sent: z.number().int() })),
  /** Of the process itself, octets resident. */
  resident: z.number().int(),
});
export type NodeHealth = z.infer<typeof nodeHealth>;

export const reportRequest = z.object({
  /** What the agent believes is desired. */
  number: z.number().int().min(0),
  hash: z.string(),
  /** Milliseconds since the kernel was last read back whole; counters are as fresh as the report. */
  readBackAgeMs: z.number().int().min(0),
  /** Read-back of each desired entry. */
  entries: z.array(entryState),
  strays: z.array(strayObject),
  counters: z.array(entryCounter),
  drops: z.array(portDrops),
  hits: z.array(entryHits).default([]),
  alarms: z.array(portAlarm).max(200).default([]),
  macs: z.array(learnedMac),
  frames: z.array(seenFrame).max(500),
  /** Frames that a bounded capture had to leave out since the last report. */
  framesLeftOut: z.number().int().min(0),
  /** Paths of all pseudowires. */
  paths: z.array(pathReport).default([]),
  problems: z.array(problem).default([]),
  /** Rounds of probes that ended since the last report. */
  probes: z.array(probeRound).default([]),
  machines: z.array(machineReport).default([]),
  /** Each few seconds, else absent. */
  health: nodeHealth.optional(),
  /** Ports at which the captures of the frame watch run by now. */
  capturing: z.array(portNumber).default([]),
  /** Outcome of tasks since the last report. */
  tasks: z.array(z.object({ id: z.string(), error: z.string().nullable() })),
  /** Sentences for the operator: failed operations, repairs made. */
  notes: z.array(z.string().max(500)).max(50),
});
export type ReportRequest = z.infer<typeof reportRequest>;
export const reportReply = z.object({ ok: z.literal(true) });
export type ReportReply = z.infer<typeof reportReply>;

/** Every refusal of the agent doors. */
export const agentError = z.object({ code: z.string(), message: z.string() });
