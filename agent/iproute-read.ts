/** Reads a switch's kernel through `ip`, `bridge` and `tc` in JSON: with iproute-write.ts the only place that names them. */
import { z } from "zod";
import type { ActualFilter, ActualLink, ActualVlan, BridgeSettings } from "./actual";
import type { Executor } from "./executor";
import type { Filter } from "./filter";
import { bridgeOfAdapter, bridgePortDevice, PROBE_DEVICES, portOfDevice } from "./names";
import { NO_POLICES, type Polices, policesIn } from "./police-text";
import { type Mac, macAddress, type PortNumber, type SegmentNumber } from "./protocol";
import { bridgeIndex } from "./scope-of-device";
import { segmentAt } from "./segment-place";
import { filterList, hasPolice, qdiscList, rulesOf, type TcRule, untoldPlaces } from "./tc-json";
import { tunnelSettings } from "./tunnel-settings";

/** A command that reads failed or printed what no version of it should; `code` is "agent.read_failed". */
export class ReadError extends Error {
  readonly code = "agent.read_failed";
}

export interface LearnedAddress {
  readonly port: PortNumber;
  readonly segment: SegmentNumber;
  readonly mac: Mac;
}

/** The links alone, with their IP addresses. */
export async function readLinks(executor: Executor): Promise<ActualLink[]> {
  const argv = ["ip", "-d", "-j", "address", "show"];
  return shaped(linkList, parsed(await output(executor, argv), argv), "links").map(linkOf);
}

/** Devices on which rules of ours can stand. */
export function ruleDevices(links: readonly ActualLink[]): string[] {
  return links.map((link) => link.name).filter((name) => portOfDevice(name) !== null || name === PROBE_DEVICES.fabric);
}

/** Devices whose ingress can hold rules. */
export async function readIngress(executor: Executor): Promise<string[]> {
  const argv = ["tc", "-j", "qdisc", "show"];
  const qdiscs = shaped(qdiscList, parsed(await output(executor, argv), argv), "qdiscs");
  return qdiscs.filter(({ kind }) => kind === "clsact" || kind === "ingress").map(({ dev }) => dev);
}

/** Rules and their counters on the ingress of the devices, in one command, in two where rates are kept. Throws ReadError when one is gone. */
export async function readRules(executor: Executor, devices: readonly string[]): Promise<ActualFilter[]> {
  if (devices.length === 0) return [];
  const lines = devices.map((device) => `filter show dev ${device} ingress`);
  const lists = await jsonLines(executor, ["tc", "-s", "-j", "-batch", "-"], lines);
  const told = devices.map((device, index) => ({
    device,
    list: shaped(filterList, lists[index], `rules of ${device}`),
  }));
  const untold = told.flatMap(({ device, list }) => untoldAt(device, list));
  const added = (await readRecordsAt(executor, untold)) ?? [];
  const polices = [...told.map(({ list }) => list), added].some(hasPolice) ? await readPolices(executor) : NO_POLICES;
  return told.flatMap(({ device, list }) => {
    const own = added.filter((_, index) => untold[index]?.device === device);
    return rulesOf(device, [...list, ...own], polices);
  });
}

/** Where one rule stands, as tc asks for it. */
export interface RulePlace extends Pick<Filter, "device" | "chain" | "priority" | "handle"> {
  /** A word of tc's, or four hexadecimal digits. */
  readonly protocol: string;
  readonly kind: string;
}

/** Single rules; null when one of them is not there, or cannot be asked for. */
export async function readRulesAt(executor: Executor, places: readonly RulePlace[]): Promise<ActualFilter[] | null> {
  const records = await readRecordsAt(executor, places);
  if (records === null) return null;
  const polices = hasPolice(records) ? await readPolices(executor) : NO_POLICES;
  return places.flatMap(({ device }, index) => rulesOf(device, records.slice(index, index + 1), polices));
}

/** One record for each place, in their order. */
async function readRecordsAt(executor: Executor, places: readonly RulePlace[]): Promise<TcRule[] | null> {
  if (places.length === 0) return [];
  const argv = ["tc", "-s", "-j", "-batch", "-"];
  const { status, stdout } = await executor.run(argv, { stdin: `${places.map(getLine).join("\n")}\n` });
  if (status !== 0) return null;
  const records = stdout.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parsed(line, argv)]));
  const rules = records
    .flatMap((record) => shaped(filterList, record, "a rule"))
    .filter(({ options }) => options !== undefined);
  return rules.length === places.length ? rules : null;
}

function getLine({ device, chain = 0, priority, protocol, handle, kind }: RulePlace): string {
  const type = /^[0-9a-f]{4}$/.test(protocol) ? `0x${protocol}` : protocol;
  return `filter get dev ${device} ingress protocol ${type} pref ${priority} chain ${chain} handle ${handle} ${kind}`;
}

/**
 * Linux leaves a matchall rule out of a listing when it is the first that no longer fits into a message (mall_walk counts
 * it as told), and tells its place alone: such a rule is asked for by itself.
 */
function untoldAt(device: string, list: readonly TcRule[]): RulePlace[] {
  return untoldPlaces(list).map(({ protocol, pref: priority, chain }) => {
    return { device, chain, priority, protocol, handle: 1, kind: "matchall" };
  });
}

async function readPolices(executor: Executor): Promise<Polices> {
  return policesIn(await output(executor, ["tc", "actions", "list", "action", "police"]));
}

/** What bridges hold beside their ports, as text for `vlansIn` and `learnedIn`. */
export interface Members {
  readonly vlans: string;
  /** One line each bridge. */
  readonly learned: string;
}

/** Memberships in segments and learned addresses. */
export async function readMembers(executor: Executor, links: readonly ActualLink[]): Promise<Members> {
  const text = await linesOf(executor, BRIDGE_BATCH, ["vlan show", ...tableLines(links)]);
  const end = text.includes("\n") ? text.indexOf("\n") : text.length;
  return { vlans: text.slice(0, end), learned: text.slice(end + 1) };
}

/** Learned addresses alone. @throws ReadError when a bridge is gone */
export async function readLearned(executor: Executor, links: readonly ActualLink[]): Promise<string> {
  const lines = tableLines(links);
  return lines.length === 0 ? "" : linesOf(executor, BRIDGE_BATCH, lines);
}

const BRIDGE_BATCH = ["bridge", "-j", "-batch", "-"];

/** Without the bridges' own addresses, of which there is one for each port and segment. */
function tableLines(links: readonly ActualLink[]): string[] {
  return links.filter(({ name }) => bridgeIndex(name) !== null).map(({ name }) => `fdb show br ${name} dynamic`);
}

export function vlansIn(text: string): ActualVlan[] {
  return shaped(vlanList, parsed(text, BRIDGE_BATCH), "bridge VLANs").flatMap(vlansOf);
}

export function learnedIn(text: string): LearnedAddress[] {
  const tables = text.split("\n").filter((line) => line !== "");
  return tables.flatMap((table) =>
    shaped(fdbList, parsed(table, BRIDGE_BATCH), "learned addresses").flatMap(learnedOf),
  );
}

/** One JSON value for each line of a batch. */
async function jsonLines(executor: Executor, argv: readonly string[], lines: readonly string[]): Promise<unknown[]> {
  return (await linesOf(executor, argv, lines)).split("\n").map((line) => parsed(line, argv));
}

/** One line for each line of a batch. */
async function linesOf(executor: Executor, argv: readonly string[], lines: readonly string[]): Promise<string> {
  const text = await output(executor, argv, `${lines.join("\n")}\n`);
  const values = text.split("\n").filter((line) => line.trim() !== "");
  if (values.length === lines.length) return values.join("\n");
  throw new ReadError(`${argv.join(" ")} printed ${values.length} answers to ${lines.length} questions.`);
}

function shaped<T extends z.ZodType>(schema: T, value: unknown, what: string): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ReadError(`iproute2 prints ${what} in an unknown form: ${issue?.path.join(".")}: ${issue?.message}`);
}

async function output(executor: Executor, argv: readonly string[], stdin?: string): Promise<string> {
  const result = await executor.run(argv, { stdin });
  if (result.status === 0) return result.stdout;
  throw new ReadError(`${argv.join(" ")} ended with ${result.status}: ${result.stderr.trim().slice(0, 300)}`);
}

function parsed(text: string, argv: readonly string[]): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ReadError(`${argv.join(" ")} printed no JSON: ${text.slice(0, 100)}`);
  }
}

// --- ip link ----------------------------------------------------------------------------------------------------

const bridgeData = z.looseObject({
  vlan_filtering: z.number(),
  vlan_protocol: z.string(),
  vlan_default_pvid: z.number(),
  mcast_snooping: z.number(),
  stp_state: z.number(),
  fdb_max_learned: z.number().optional(),
});
const linkList = z.array(
  z.looseObject({
    ifname: z.string(),
    flags: z.array(z.string()),
    mtu: z.number(),
    address: z.string().default(""),
    link: z.string().nullish(),
    master: z.string().nullish(),
    ifalias: z.string().nullish(),
    inet6_addr_gen_mode: z.string().nullish(),
    gso_max_segs: z.number().optional(),
    addr_info: z.array(z.looseObject({ local: z.string().optional() })).default([]),
    linkinfo: z.looseObject({ info_kind: z.string().optional(), info_data: z.unknown().optional() }).optional(),
  }),
);

function linkOf(link: z.infer<typeof linkList>[number]): ActualLink {
  const kind = link.linkinfo?.info_kind ?? null;
  const mode = link.inet6_addr_gen_mode;
  return {
    name: link.ifname,
    mac: link.address,
    mtu: link.mtu,
    up: link.flags.includes("UP"),
    alias: link.ifalias ?? null,
    kind,
    master: link.master ?? null,
    peer: kind === "veth" ? (link.link ?? null) : null,
    quiet: mode === undefined || mode === null ? null : mode === "none",
    promiscuous: link.flags.includes("PROMISC"),
    addresses: link.addr_info.flatMap(({ local }) => local ?? []),
    ...(link.gso_max_segs === undefined ? {} : { segments: link.gso_max_segs }),
    bridge: kind === "bridge" ? bridgeOf(link.linkinfo?.info_data) : null,
    tunnel: tunnelSettings(kind, link.linkinfo?.info_data),
  };
}

function bridgeOf(data: unknown): BridgeSettings {
  const settings = shaped(bridgeData, data, "a bridge");
  return {
    vlanFiltering: settings.vlan_filtering === 1,
    vlanProtocol: settings.vlan_protocol,
    defaultPvid: settings.vlan_default_pvid,
    multicastSnooping: settings.mcast_snooping === 1,
    spanningTree: settings.stp_state !== 0,
    ...(settings.fdb_max_learned === undefined ? {} : { learnedMost: settings.fdb_max_learned }),
  };
}

// --- bridge -----------------------------------------------------------------------------------------------------

const vlanList = z.array(
  z.looseObject({
    ifname: z.string(),
    vlans: z.array(
      z.looseObject({ vlan: z.number(), vlanEnd: z.number().optional(), flags: z.array(z.string()).default([]) }),
    ),
  }),
);

function vlansOf({ ifname, vlans }: z.infer<typeof vlanList>[number]): ActualVlan[] {
  return vlans.flatMap(({ vlan, vlanEnd, flags }) =>
    Array.from({ length: (vlanEnd ?? vlan) - vlan + 1 }, (_, index) => ({ device: ifname, vid: vlan + index, flags })),
  );
}

const fdbList = z.array(
  z.looseObject({
    mac: z.string(),
    ifname: z.string(),
    vlan: z.number().optional(),
    state: z.string().default(""),
  }),
);

/** Rows that the bridge learned by itself on a port of ours; its own and fixed ones say nothing of a client. */
function learnedOf({ mac, ifname, vlan, state }: z.infer<typeof fdbList>[number]): LearnedAddress[] {
  const port = portOfDevice(ifname);
  const address = macAddress.safeParse(mac).data;
  const bridge = bridgeOfAdapter(ifname);
  const segment = vlan === undefined ? null : segmentAt({ bridge, vid: vlan });
  if (port === null || address === undefined || segment === null) return [];
  if (state === "permanent" || ifname !== bridgePortDevice(port, bridge)) return [];
  return [{ port, segment, mac: address }];
}
