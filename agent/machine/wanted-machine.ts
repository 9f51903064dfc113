/** What machines a switch's desired state asks for, in the kernel's words. Pure. */
import { type ClientVlan, type DesiredPort, type Mac, machineNamespace, type PortNumber } from "../protocol";

/** MTU of a machine's interface, octets of IP packet: that of any client. */
export const MACHINE_MTU = 1500;
/** Its one cable. */
export const MACHINE_DEVICE = "eth0";

export interface WantedMachine {
  readonly port: PortNumber;
  readonly namespace: string;
  readonly mac: Mac;
  readonly addresses: readonly WantedAddress[];
}

export interface WantedAddress {
  readonly device: string;
  /** With prefix length. */
  readonly cidr: string;
}

/** The machines behind the ports, in the order of the ports. */
export function wantedMachines(ports: readonly DesiredPort[]): WantedMachine[] {
  return ports.flatMap((port) => {
    if ((port.kind !== "client" && port.kind !== "cloud") || port.machine === undefined) return [];
    const { number, mac, addresses } = port.machine;
    const own = addresses.map(({ vlan, cidr }) => ({ device: deviceOf(vlan), cidr }));
    return [{ port: port.number, namespace: machineNamespace(number, port), mac, addresses: own }];
  });
}

const deviceOf = (vlan: ClientVlan): string => (vlan === "untagged" ? MACHINE_DEVICE : `v${vlan}`);

/** The VLAN id that the name of an interface of a machine says; null for other names. */
export function vlanOfDevice(device: string): number | null {
  const [, digits] = /^v([1-9][0-9]{0,3})$/.exec(device) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** The port that the name of a machine's namespace says; null for names of other things. */
export function portOfNamespace(name: string): number | null {
  const [, digits] = /^m-[1-9][0-9]{0,5}-[0-9]{1,5}-([1-9][0-9]{0,3})$/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits);
}
