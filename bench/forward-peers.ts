/** The peers of `forward`: the same two machines with two switches between them, made by other means of the same kernel. */
import { INSIDE_MTU } from "@/lab/world";
import { batch, type Rig } from "./rig";
import type { Lane } from "./traffic";

const ENDS = [1, 2] as const;
const S = 100;
const C = 200;

/** Two bridges in a row, no tags at all. */
export async function plainBridges(rig: Rig): Promise<Lane> {
  const lane = await switches(rig, "plain");
  for (const end of ENDS) {
    await batch(
      rig.root,
      "ip",
      ["link add fab type bridge mcast_snooping 0", ...joined("fab", ["p0", "tk0"])],
      `plain-sw${end}`,
    );
  }
  return { ...lane, name: "plain bridges" };
}

/** Two VLAN-aware bridges of IEEE 802.1ad: the machine's port is untagged in a service VLAN, the trunk carries its tag. */
export async function awareBridges(rig: Rig): Promise<Lane> {
  const lane = await switches(rig, "aware");
  const bridge = "link add fab type bridge vlan_filtering 1 vlan_protocol 802.1ad vlan_default_pvid 0 mcast_snooping 0";
  for (const end of ENDS) {
    await batch(rig.root, "ip", [bridge, ...joined("fab", ["p0", "tk0"])], `aware-sw${end}`);
    const vlans = [`vlan add dev p0 vid ${S} pvid untagged`, `vlan add dev tk0 vid ${S}`];
    await batch(rig.root, "bridge", vlans, `aware-sw${end}`);
  }
  return { ...lane, name: "802.1ad bridges" };
}

/** A VLAN device on a VLAN device on the trunk, and a bridge for the one service. */
export async function stackedDevices(rig: Rig): Promise<Lane> {
  const lane = await switches(rig, "stack");
  for (const end of ENDS) {
    const lines = [
      `link add link tk0 name vs0 type vlan proto 802.1ad id ${S}`,
      `link add link vs0 name vc0 type vlan id ${C}`,
      "link add fab type bridge mcast_snooping 0",
      "link set tk0 up",
      "link set vs0 up",
      ...joined("fab", ["p0", "vc0"]),
    ];
    await batch(rig.root, "ip", lines, `stack-sw${end}`);
  }
  return { ...lane, name: "stacked VLAN devices" };
}

function joined(bridge: string, ports: readonly string[]): string[] {
  return [
    `link set ${bridge} up`,
    ...ports.flatMap((port) => [`link set ${port} master ${bridge}`, `link set ${port} up`]),
  ];
}

/** Two machines and two empty switches, cabled: p0 to the machine, tk0 to the other switch. */
async function switches(rig: Rig, name: string): Promise<Lane> {
  const namespaces = ENDS.flatMap((end) => [`${name}-sw${end}`, machineName(name, end)]);
  await batch(
    rig.root,
    "ip",
    namespaces.map((one) => `netns add ${one}`),
  );
  const trunk = `link add tk0 mtu ${INSIDE_MTU} netns ${name}-sw1 type veth peer name tk0 mtu ${INSIDE_MTU} netns ${name}-sw2`;
  const cables = ENDS.map((end) => cable(machineName(name, end), "p0", `${name}-sw${end}`));
  await batch(rig.root, "ip", [...cables, trunk]);
  for (const end of ENDS) await machine(rig, machineName(name, end), end);
  return { name, from: machineName(name, 1), to: machineName(name, 2), address: "10.0.0.2" };
}

/** A machine's eth0 and the far end of its cable. */
export function cable(machineNamespace: string, port: string, switchNamespace?: string): string {
  const where = switchNamespace === undefined ? "" : ` netns ${switchNamespace}`;
  return `link add eth0 mtu 1500 netns ${machineNamespace} type veth peer name ${port} mtu ${INSIDE_MTU}${where}`;
}

/** Gives a machine its address; IPv6 is off as everywhere in the lab. */
export async function machine(rig: Rig, namespace: string, end: number): Promise<void> {
  await batch(rig.root, "ip", ["link set lo up", `addr add 10.0.0.${end}/24 dev eth0`, "link set eth0 up"], namespace);
}

/** The namespace of a lane's machine. */
export function machineName(lane: string, end: number): string {
  return `${lane}-m${end}`;
}
