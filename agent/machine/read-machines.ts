/** Reads what there is of machines: which namespaces, what is in those that may be ours, and which cables lead to them. */
import { z } from "zod";
import type { Executor } from "../executor";
import { ReadError } from "../iproute-read";
import { MACHINE_SETTINGS, settingsIn } from "./machine-settings";
import { portOfNamespace } from "./wanted-machine";

export interface MachineDevice {
  readonly name: string;
  readonly index: number;
  /** The number of the other end of a cable, in the namespace where that is; null for other devices. */
  readonly peerIndex: number | null;
  readonly up: boolean;
  readonly mtu: number;
  readonly mac: string;
  readonly alias: string | null;
  /** Of an 802.1Q interface: its id and the device that it is on. */
  readonly vlan: { readonly id: number; readonly on: string } | null;
  /** IPv4, with prefix lengths. */
  readonly addresses: readonly string[];
}

/** One namespace. */
export interface MachineReading {
  readonly devices: readonly MachineDevice[];
  readonly settings: ReadonlyMap<string, string>;
}

export interface MachinesReading {
  /** Namespaces that were asked for and are there, by the names that the executor's calls use. */
  readonly machines: ReadonlyMap<string, MachineReading>;
  /** Those that are there and could not be read, with the reason as a sentence. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Cable ends in the switch by their names. */
  readonly cables: ReadonlyMap<string, MachineDevice>;
}

/** Reads the namespaces that `asks` names. Throws ReadError when a command fails or prints what it should not. */
export async function readMachines(executor: Executor, asks: (namespace: string) => boolean): Promise<MachinesReading> {
  const [namespaces, cables] = await Promise.all([namespacesOf(executor), cablesOf(executor)]);
  const asked = [...namespaces].filter((name) => portOfNamespace(name) !== null && asks(name));
  const machines = new Map<string, MachineReading>();
  const unreadable = new Map<string, string>();
  const read = async (name: string) => {
    try {
      machines.set(name, await readMachine(executor, name));
    } catch (error) {
      unreadable.set(name, `the namespace ${name} cannot be read: ${error instanceof Error ? error.message : error}`);
    }
  };
  await Promise.all(asked.map(read));
  return { cables, machines, unreadable };
}

const namespaceList = z.array(z.looseObject({ name: z.string() }));

async function namespacesOf(executor: Executor): Promise<Set<string>> {
  // Without any namespace it prints nothing at all.
  const text = await output(executor, ["ip", "-j", "netns", "list"], null);
  const { namespacePrefix = "" } = executor;
  const names = shaped(namespaceList, text.trim() === "" ? "[]" : text).map(({ name }) => name);
  return new Set(names.flatMap((name) => (name.startsWith(namespacePrefix) ? name.slice(namespacePrefix.length) : [])));
}

const deviceList = z.array(
  z.looseObject({
    ifname: z.string(),
    ifindex: z.number(),
    link_index: z.number().nullish(),
    link: z.string().nullish(),
    flags: z.array(z.string()),
    mtu: z.number(),
    address: z.string().default(""),
    ifalias: z.string().nullish(),
    linkinfo: z.looseObject({ info_kind: z.string().optional(), info_data: z.unknown().optional() }).optional(),
    addr_info: z.array(z.looseObject({ family: z.string(), local: z.string(), prefixlen: z.number() })).default([]),
  }),
);
const vlanData = z.looseObject({ protocol: z.string(), id: z.number() });

async function cablesOf(executor: Executor): Promise<Map<string, MachineDevice>> {
  const text = await output(executor, ["ip", "-d", "-j", "link", "show", "type", "veth"], undefined);
  const devices = shaped(deviceList, text.trim() === "" ? "[]" : text).map(deviceOf);
  return new Map(devices.map((device) => [device.name, device]));
}

async function readMachine(executor: Executor, namespace: string): Promise<MachineReading> {
  const [devices, settings] = await Promise.all([
    output(executor, ["ip", "-d", "-j", "addr", "show"], namespace),
    output(executor, ["sysctl", "-e", ...Object.keys(MACHINE_SETTINGS)], namespace),
  ]);
  return { devices: shaped(deviceList, devices).map(deviceOf), settings: settingsIn(settings) };
}

function deviceOf(device: z.infer<typeof deviceList>[number]): MachineDevice {
  const { info_kind: kind, info_data: data } = device.linkinfo ?? {};
  const vlan = kind === "vlan" ? vlanData.safeParse(data).data : undefined;
  const isPlain = vlan !== undefined && vlan.protocol === "802.1Q";
  return {
    name: device.ifname,
    index: device.ifindex,
    peerIndex: kind === "veth" ? (device.link_index ?? null) : null,
    up: device.flags.includes("UP"),
    mtu: device.mtu,
    mac: device.address,
    alias: device.ifalias ?? null,
    vlan: isPlain ? { id: vlan.id, on: device.link ?? "" } : null,
    addresses: device.addr_info
      .filter(({ family }) => family === "inet")
      .map(({ local, prefixlen }) => `${local}/${prefixlen}`),
  };
}

/** Identifies the namespace that an executor is bound to, as long as it lives. */
export async function identityOf(executor: Executor): Promise<string> {
  return (await output(executor, ["readlink", "/proc/self/ns/net"], undefined)).trim();
}

async function output(
  executor: Executor,
  argv: readonly string[],
  namespace: string | null | undefined,
): Promise<string> {
  const result = await executor.run(argv, { namespace });
  if (result.status === 0) return result.stdout;
  throw new ReadError(`${argv.join(" ")} ended with ${result.status}: ${result.stderr.trim().slice(0, 300)}`);
}

function shaped<T extends z.ZodType>(schema: T, text: string): z.infer<T> {
  const result = schema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  throw new ReadError(`iproute2 prints devices in an unknown form: ${z.prettifyError(result.error).slice(0, 300)}`);
}
