/** Lines for `ip -batch` inside a machine: its interface, its VLANs and its addresses. Pure. */
import type { MachineDevice } from "./read-machines";
import { MACHINE_DEVICE, MACHINE_MTU, vlanOfDevice, type WantedMachine } from "./wanted-machine";

type Devices = readonly MachineDevice[];

/** Makes the interface and those of the VLANs as they must be; of an interface that has just been made nothing is known. */
export function deviceLines(machine: WantedMachine, devices: Devices): string[] {
  const known = devices.find(({ name }) => name === MACHINE_DEVICE);
  return [
    ...settingLines(MACHINE_DEVICE, machine, known, true),
    ...vlanNames(machine).flatMap((name) => vlanLines(name, machine, devices)),
  ];
}

/** Each VLAN's interface once. */
function vlanNames({ addresses }: WantedMachine): string[] {
  return [...new Set(addresses.map(({ device }) => device))].filter((device) => device !== MACHINE_DEVICE);
}

function vlanLines(name: string, machine: WantedMachine, devices: Devices): string[] {
  const known = devices.find((device) => device.name === name);
  const id = vlanOfDevice(name);
  if (isVlan(known, id)) return settingLines(name, machine, known, false);
  const away = known === undefined ? [] : [`link del dev ${name}`];
  const make = `link add link ${MACHINE_DEVICE} name ${name} address ${machine.mac} type vlan id ${id}`;
  return [...away, make, `link set dev ${name} up`];
}

function isVlan(device: MachineDevice | undefined, id: number | null): device is MachineDevice {
  return device?.vlan?.id === id && device?.vlan?.on === MACHINE_DEVICE;
}

/** A fresh interface came with its MAC and MTU; it is only down. */
function settingLines(
  name: string,
  { mac }: WantedMachine,
  known: MachineDevice | undefined,
  hasMtu: boolean,
): string[] {
  if (known === undefined) return [`link set dev ${name} up`];
  return [
    ...(known.mac === mac ? [] : [`link set dev ${name} address ${mac}`]),
    ...(hasMtu && known.mtu !== MACHINE_MTU ? [`link set dev ${name} mtu ${MACHINE_MTU}`] : []),
    ...(known.up ? [] : [`link set dev ${name} up`]),
  ];
}

/** Takes away interfaces of VLANs that it no longer has an address in. */
export function goneLines(machine: WantedMachine, devices: Devices): string[] {
  const names = new Set(vlanNames(machine));
  const gone = devices.filter((device) => !names.has(device.name) && isVlan(device, vlanOfDevice(device.name)));
  return gone.map(({ name }) => `link del dev ${name}`);
}

/** Old addresses go before new ones come: an address may move from one VLAN to another. */
export function addressLines(machine: WantedMachine, devices: Devices): string[] {
  const names = [MACHINE_DEVICE, ...vlanNames(machine)];
  const wanted = new Set(machine.addresses.map(({ device, cidr }) => `${cidr} dev ${device}`));
  const held = new Set(
    devices
      .filter((device) => names.includes(device.name) && !isRemade(device))
      .flatMap(({ name, addresses }) => addresses.map((cidr) => `${cidr} dev ${name}`)),
  );
  return [
    ...[...held].filter((address) => !wanted.has(address)).map((address) => `addr del ${address}`),
    ...[...wanted].filter((address) => !held.has(address)).map((address) => `addr add ${address}`),
  ];
}

/** An interface with a VLAN's name that is none, and goes with its addresses. */
function isRemade(device: MachineDevice): boolean {
  return device.name !== MACHINE_DEVICE && !isVlan(device, vlanOfDevice(device.name));
}
