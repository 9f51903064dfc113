/** What must be done so that a switch has the machines that it is asked to have, and no others of its own. Pure. */
import { INSIDE_MTU, portDevice } from "../names";
import { type PortNumber, portNumber } from "../protocol";
import { addressLines, deviceLines, goneLines } from "./machine-lines";
import { MACHINE_SETTINGS, settingsToWrite } from "./machine-settings";
import type { MachineDevice, MachineReading, MachinesReading } from "./read-machines";
import { MACHINE_DEVICE, MACHINE_MTU, portOfNamespace, type WantedMachine } from "./wanted-machine";

/** One command, and where it runs: in the kernel's first namespace, in the switch's, or in the machine's own. */
export interface MachineCommand {
  readonly place: "kernel" | "switch" | "machine";
  readonly argv: readonly string[];
  readonly lines?: readonly string[];
}

/** What one machine needs, in this order; what follows a command that fails is left out. */
export interface MachineWork {
  readonly port: PortNumber;
  readonly namespace: string;
  readonly commands: readonly MachineCommand[];
}

export interface MachinesPlan {
  /** Machines of ours that nothing asks for: done before the works. */
  readonly removals: readonly MachineWork[];
  readonly works: readonly MachineWork[];
  /** Why a port's machine cannot be, as a sentence. */
  readonly faults: ReadonlyMap<PortNumber, string>;
}

export interface PlanTerms {
  /** Alias of `lo` in what is ours. */
  readonly mark: string;
  /** What the kernel's own names of namespaces begin with. */
  readonly prefix: string;
  /** False while only a memory of the desired state is known: it may be old, and what it lacks is left alone. */
  readonly mayRemove: boolean;
}

const IP_BATCH = ["ip", "-batch", "-"];
/** In a namespace that was just made nothing is known of the settings. */
const FRESH: MachineReading = {
  devices: [],
  settings: new Map(Object.keys(MACHINE_SETTINGS).map((key) => [key, ""])),
};

/** Compares what is wanted with what was read: once all of the plan is done, planning again finds nothing to do. */
export function planMachines(
  wanted: readonly WantedMachine[],
  reading: MachinesReading,
  terms: PlanTerms,
): MachinesPlan {
  const names = new Set(wanted.map(({ namespace }) => namespace));
  const strays = [...reading.machines].filter(([name, found]) => !names.has(name) && isMarked(found, terms.mark));
  const removals = terms.mayRemove ? strays.map(([name, found]) => removalOf(name, found, reading, terms)) : [];
  const freed = new Set(removals.map(({ port }) => portDevice(port)));
  const cables = new Map([...reading.cables].filter(([name]) => !freed.has(name)));
  const faults = new Map<PortNumber, string>();
  const works = wanted.flatMap((machine) => {
    const found = reading.machines.get(machine.namespace) ?? null;
    const fault = reading.unreadable.get(machine.namespace) ?? faultOf(machine, found, cables, terms);
    if (fault !== null) faults.set(machine.port, fault);
    const commands = fault === null ? commandsFor(machine, found, cables, terms) : [];
    return commands.length === 0 ? [] : [{ port: machine.port, namespace: machine.namespace, commands }];
  });
  return { removals, works, faults };
}

/** True when the mark says that this switch's agent made it. */
export function isMarked({ devices }: MachineReading, mark: string): boolean {
  return deviceNamed(devices, "lo")?.alias === mark;
}

const deviceNamed = (devices: readonly MachineDevice[], name: string): MachineDevice | undefined =>
  devices.find((device) => device.name === name);

type Cables = ReadonlyMap<string, MachineDevice>;

function isCabled(eth0: MachineDevice | undefined, cable: MachineDevice | undefined): boolean {
  return eth0 !== undefined && cable !== undefined && eth0.peerIndex === cable.index && cable.peerIndex === eth0.index;
}

/** The cable first: its ends go at once, those of a namespace only some time after it. */
function removalOf(
  namespace: string,
  found: MachineReading,
  { cables }: MachinesReading,
  terms: PlanTerms,
): MachineWork {
  const port = portNumber.parse(portOfNamespace(namespace));
  const cable = portDevice(port);
  const isOurs = isCabled(deviceNamed(found.devices, MACHINE_DEVICE), cables.get(cable));
  const uncable: MachineCommand[] = isOurs ? [{ place: "switch", argv: ["ip", "link", "del", "dev", cable] }] : [];
  const remove: MachineCommand = { place: "kernel", argv: ["ip", "netns", "del", terms.prefix + namespace] };
  return { port, namespace, commands: [...uncable, remove] };
}

function faultOf(
  { port, namespace }: WantedMachine,
  found: MachineReading | null,
  cables: Cables,
  { mark }: PlanTerms,
): string | null {
  if (found !== null && !isMarked(found, mark) && !isUntouched(found)) {
    return `the namespace ${namespace} is there and is not of this agent's making: remove it, or give it another name`;
  }
  const cable = cables.get(portDevice(port));
  if (cable === undefined || isCabled(found?.devices.find(isMachineDevice), cable)) return null;
  return `${portDevice(port)} is there and leads elsewhere: take that cable away, or place the machine at another port`;
}

const isMachineDevice = ({ name }: MachineDevice): boolean => name === MACHINE_DEVICE;

/** Just made, by an agent that ended before it could mark it, and used by nobody. */
function isUntouched({ devices }: MachineReading): boolean {
  return devices.every(({ name, up, alias }) => name === "lo" && !up && alias === null);
}

function commandsFor(
  machine: WantedMachine,
  found: MachineReading | null,
  cables: Cables,
  terms: PlanTerms,
): MachineCommand[] {
  const { devices, settings } = found ?? FRESH;
  const lo = deviceNamed(devices, "lo");
  const isWhole = isCabled(deviceNamed(devices, MACHINE_DEVICE), cables.get(portDevice(machine.port)));
  const own = isWhole ? devices : [];
  const marking = lo?.alias === terms.mark && lo.up ? [] : [`link set dev lo alias ${terms.mark} up`];
  const stale = isWhole || deviceNamed(devices, MACHINE_DEVICE) === undefined ? [] : [`link del dev ${MACHINE_DEVICE}`];
  const writes = settingsToWrite(settings);
  return [
    ...(found === null ? [kernel(["ip", "netns", "add", terms.prefix + machine.namespace])] : []),
    ...inside([...marking, ...stale]),
    ...(writes.length === 0 ? [] : [{ place: "machine" as const, argv: ["sysctl", "-q", "-e", "-w", ...writes] }]),
    ...inSwitch(cableLines(machine, cables.get(portDevice(machine.port)), terms)),
    ...inside([...deviceLines(machine, own), ...goneLines(machine, own), ...addressLines(machine, own)]),
  ];
}

const kernel = (argv: readonly string[]): MachineCommand => ({ place: "kernel", argv });
const inside = (lines: readonly string[]): MachineCommand[] =>
  lines.length === 0 ? [] : [{ place: "machine", argv: IP_BATCH, lines }];
const inSwitch = (lines: readonly string[]): MachineCommand[] =>
  lines.length === 0 ? [] : [{ place: "switch", argv: IP_BATCH, lines }];

/** The cable has its far end in the machine from the start: it is never seen in the switch without one. */
function cableLines({ port, namespace, mac }: WantedMachine, cable: MachineDevice | undefined, { prefix }: PlanTerms) {
  const name = portDevice(port);
  if (cable !== undefined) return cable.mtu === INSIDE_MTU ? [] : [`link set dev ${name} mtu ${INSIDE_MTU}`];
  const far = `${MACHINE_DEVICE} address ${mac} mtu ${MACHINE_MTU} netns ${prefix}${namespace}`;
  return [`link add ${name} mtu ${INSIDE_MTU} type veth peer name ${far}`];
}
