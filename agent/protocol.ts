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

export const PROTOCOL_VERSION = 1;
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
/** L: a segment's number inside one switch, a bridge VLAN that is never on a wire. */
export const segmentNumber = vlanNumber.brand<"SegmentNumber">();
export type SegmentNumber = z.infer<typeof segmentNumber>;
/** A VLAN id that the client itself uses on its own port. */
export const clientVlan = z.union([vlanNumber.brand<"ClientVlan">(), z.literal("untagged")]);
export type ClientVlan = z.infer<typeof clientVlan>;
/** A port's number on its switch; kernel names derive from it (`p-7`, `a-7`, `b-7`). */
export const portNumber = z.number().int().min(1).max(9999).brand<"PortNumber">();
export type PortNumber = z.infer<typeof portNumber>;
/** An MPLS label, RFC 3032; 0 to 15 are reserved. */
export const mplsLabel = z.number().int().min(16).max(1_048_575).brand<"MplsLabel">();
export type MplsLabel = z.infer<typeof mplsLabel>;
/** A MAC address in lower-case colon form. */
export const macAddress = z
  .string()
  .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/)
  .brand<"Mac">();
export type Mac = z.infer<typeof macAddress>;

export const portKind = z.enum(["client", "cloud", "link"]);
export type PortKind = z.infer<typeof portKind>;

/** What stands behind a link port: how the frames of a whole trunk cross the line (tag 3, seed paras 101, 102). */
export const encapsulation = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("vpls"),
    /** Pushed towards the far datacenter, which it identifies. */
    labelOut: mplsLabel,
    /** Accepted from the far datacenter. */
    labelIn: mplsLabel,
    /** MAC of the line's far end; null until the far agent has reported it, and then nothing crosses. */
    farMac: macAddress.nullable(),
  }),
]);
export type Encapsulation = z.infer<typeof encapsulation>;

export const desiredPort = z.object({
  number: portNumber,
  kind: portKind,
  /** Present on link ports only. */
  encapsulation: encapsulation.nullable(),
});
export type DesiredPort = z.infer<typeof desiredPort>;

/** One row of map 118. Key: `port/vid` for an attachment, `port/S.C` for a trunk attachment. */
export const mapEntry = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("attachment"),
    key: z.string(),
    port: portNumber,
    clientVlan,
    hostTag,
    customerTag,
    segment: segmentNumber,
  }),
  z.object({
    kind: z.literal("trunk"),
    key: z.string(),
    port: portNumber,
    hostTag,
    customerTag,
    segment: segmentNumber,
  }),
]);
export type MapEntry = z.infer<typeof mapEntry>;

/** The key of a map entry: unique on its switch. */
export function mapEntryKey(
  entry:
    | { kind: "attachment"; port: PortNumber; clientVlan: ClientVlan }
    | { kind: "trunk"; port: PortNumber; hostTag: HostTag; customerTag: CustomerTag },
): string {
  if (entry.kind === "attachment") return `${entry.port}/${entry.clientVlan}`;
  return `${entry.port}/${entry.hostTag}.${entry.customerTag}`;
}

export const desiredState = z.object({
  /** Number of the last change in it; 0 before the first. */
  number: z.number().int().min(0),
  /** `desiredHash` of ports and entries. */
  hash: z.string(),
  ports: z.array(desiredPort),
  entries: z.array(mapEntry),
});
export type DesiredState = z.infer<typeof desiredState>;

/** One numbered change of a switch's desired state; `hash` is that of the state after it. */
export const desiredChange = z.object({
  number: z.number().int().min(1),
  hash: z.string(),
  setPorts: z.array(desiredPort),
  set: z.array(mapEntry),
  drop: z.array(z.string()),
});
export type DesiredChange = z.infer<typeof desiredChange>;

/** Ports and entries of a desired state, or of a change to one. */
export interface DesiredParts {
  readonly ports: readonly DesiredPort[];
  readonly entries: readonly MapEntry[];
}

const NOTHING: DesiredParts = { ports: [], entries: [] };

/**
 * The hash of a desired state: the sum, modulo 2^256, of the SHA-256 of each port and entry in canonical form, as 64
 * hexadecimal digits. A sum, so that the order does not matter and a change costs what it touches (`hashAfter`).
 * Both sides compute it; a difference after a change makes the agent ask for the whole state.
 */
export function desiredHash(state: DesiredParts): string {
  return hashAfter("0", NOTHING, state);
}

/** The hash of the state that arises when `left` goes out of one with that hash and `entered` comes in. */
export function hashAfter(hash: string, left: DesiredParts, entered: DesiredParts): string {
  const sum = BigInt(`0x${hash}`) - digestSum(left) + digestSum(entered);
  return BigInt.asUintN(256, sum).toString(16).padStart(64, "0");
}

function digestSum({ ports, entries }: DesiredParts): bigint {
  const lines = [...ports.map(canonicalPort), ...entries.map(canonicalEntry)];
  return lines.reduce((sum, line) => sum + BigInt(`0x${createHash("sha256").update(line).digest("hex")}`), 0n);
}

function canonicalPort(port: DesiredPort): string {
  const link = port.encapsulation;
  if (link === null) return `port ${port.number} ${port.kind}`;
  return `port ${port.number} ${port.kind} ${link.kind} ${link.labelOut} ${link.labelIn} ${link.farMac ?? "-"}`;
}

function canonicalEntry(entry: MapEntry): string {
  return `${entry.kind} ${entry.key} ${entry.hostTag}.${entry.customerTag} ${entry.segment}`;
}

/** Applies one change to a state: pure, used by the agent and by the portal's tests. */
export function applyChange(state: DesiredState, change: DesiredChange): DesiredState {
  const ports = new Map(state.ports.map((port) => [port.number, port]));
  for (const port of change.setPorts) ports.set(port.number, port);
  const entries = new Map(state.entries.map((entry) => [entry.key, entry]));
  for (const key of change.drop) entries.delete(key);
  for (const entry of change.set) entries.set(entry.key, entry);
  return { number: change.number, hash: change.hash, ports: [...ports.values()], entries: [...entries.values()] };
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

/** Ports whose frames somebody looks at now. The agent captures there, bounded, until it is told otherwise or `forMs` is over. */
export const frameWatch = z.object({ ports: z.array(portNumber), forMs: z.number().int().min(0).max(120_000) });
export type FrameWatch = z.infer<typeof frameWatch>;

/** "Send a frame": from the rack behind `port`, as the rack would send it. */
export const sendTask = z.object({
  id: z.string(),
  port: portNumber,
  /** The whole frame from destination MAC to payload, hexadecimal, without FCS. */
  frame: z.string().regex(/^([0-9a-f]{2}){14,1600}$/),
});
export type SendTask = z.infer<typeof sendTask>;

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
  tasks: z.array(sendTask),
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

/** Frames that met a port's default drop. */
export const portDrops = z.object({ port: portNumber, frames: z.number().int().min(0) });

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
  macs: z.array(learnedMac),
  frames: z.array(seenFrame).max(500),
  /** Frames that a bounded capture had to leave out since the last report. */
  framesLeftOut: z.number().int().min(0),
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
