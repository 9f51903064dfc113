import type { Executor } from "@/agent/executor";
import type { LabKernel } from "./kernel";
import { LabError } from "./lab-error";
import { namespacesOf } from "./naming";
import { providerLines, providerPlaces } from "./provider";
import {
  CLIENT_MTU,
  INSIDE_MTU,
  PROVIDER,
  switchNamespace,
  type World,
  type WorldDirectEnd,
  type WorldDirectLink,
  type WorldLine,
  type WorldMachine,
  type WorldSeries,
  type WorldTrunk,
} from "./world";

const IP_FORWARD = "/proc/sys/net/ipv4/ip_forward";
/** IPv6 is off for devices made later, and for those that are there. Absent where the kernel has no IPv6. */
const IPV6_SWITCHES = ["default", "all"].map((scope) => `/proc/sys/net/ipv6/conf/${scope}/disable_ipv6`);

/**
 * Builds a world's namespaces and cables in a kernel: machines with their addresses, up; the switches' ends of cables
 * and lines down, as a switch finds them; the provider's network with its routers' addresses, up, for that is not the
 * agent's. Whatever the agent makes is the agent's.
 * The kernel's `stop` undoes all of it.
 * @throws LabError with iproute2's own words when a step fails.
 */
export async function buildWorld(kernel: LabKernel, world: World): Promise<void> {
  await batch(kernel.executor, namespaceLines(world, kernel.namespaceName));
  await quietNamespaces(kernel.executor, world);
  await batch(kernel.executor, cableLines(world, kernel.namespaceName));
  await buildProvider(kernel.executor, world);
  await Promise.all(machinesOf(world).map((machine) => batch(kernel.executor, machineLines(machine), machine.name)));
  const direct = (world.directLinks ?? []).flatMap(directLines);
  await Promise.all(direct.map(([machine, lines]) => batch(kernel.executor, lines, machine)));
}

/** The kernel's name of a namespace of the world. */
export type NamespaceName = (name: string) => string;

export function namespaceLines(world: World, nameOf: NamespaceName): string[] {
  const { switches, machines, others } = namespacesOf(world);
  return [...switches, ...machines, ...others].map((name) => `netns add ${nameOf(name)}`);
}

/** All cables, trunks, lines and provider links: eth0 to p-N, p-N to p-N, l-N to l-N, l-N to the provider's router. */
export function cableLines(world: World, nameOf: NamespaceName): string[] {
  const cables = world.switches.flatMap((one) =>
    one.ports.map(({ number, machine }) => {
      const near = `link add eth0 mtu ${CLIENT_MTU} address ${machine.mac} netns ${nameOf(machine.name)}`;
      const far = `peer name p-${number} mtu ${INSIDE_MTU} netns ${nameOf(switchNamespace(one.code))}`;
      return `${near} type veth ${far}`;
    }),
  );
  return [
    ...cables,
    ...world.trunks.map((trunk) => trunkCable(trunk, nameOf)),
    ...(world.series ?? []).map((one) => trunkCable(cableOf(one), nameOf)),
    ...world.lines.map((line) => lineOfCable(line, nameOf)),
    ...world.providerLinks.flatMap((link) => providerLines(link, nameOf)),
    ...(world.directLinks ?? []).map((link) => directCable(link, nameOf)),
  ];
}

/** Between two switches in series. */
function cableOf({ front, main }: WorldSeries): Pick<WorldTrunk, "a" | "b"> {
  return { a: { switch: front.switch, port: front.uplink }, b: main };
}

function trunkCable({ a, b }: Pick<WorldTrunk, "a" | "b">, nameOf: NamespaceName): string {
  const near = `link add p-${a.port} mtu ${INSIDE_MTU} netns ${nameOf(switchNamespace(a.switch))}`;
  return `${near} type veth peer name p-${b.port} mtu ${INSIDE_MTU} netns ${nameOf(switchNamespace(b.switch))}`;
}

function directCable({ rack, system }: WorldDirectLink, nameOf: NamespaceName): string {
  const end = (one: WorldDirectEnd) => `eth1 mtu ${CLIENT_MTU} address ${one.mac} netns ${nameOf(one.machine)}`;
  return `link add ${end(rack)} type veth peer name ${end(system)}`;
}

/** Inside each of its two machines: the second interface up, with an address in the link's VLAN. */
function directLines({ vlan, rack, system }: WorldDirectLink): [string, string[]][] {
  return [rack, system].map(({ machine, cidr }) => [
    machine,
    [
      "link set eth1 up",
      `link add link eth1 name d${vlan} type vlan id ${vlan}`,
      `addr add ${cidr} dev d${vlan}`,
      `link set d${vlan} up`,
    ],
  ]);
}

function lineOfCable({ a, b, mtu }: WorldLine, nameOf: NamespaceName): string {
  const near = `link add l-${a.port} mtu ${mtu} netns ${nameOf(switchNamespace(a.switch))}`;
  return `${near} type veth peer name l-${b.port} mtu ${mtu} netns ${nameOf(switchNamespace(b.switch))}`;
}

/** Inside a machine's namespace: its interface up, its VLAN interfaces, its addresses. */
export function machineLines(machine: WorldMachine): string[] {
  const addresses = machine.addresses.flatMap(({ vlan, cidr, mac }) => {
    if (vlan === "untagged") return [`addr add ${cidr} dev eth0`];
    const address = mac === undefined ? "" : ` address ${mac}`;
    return [
      `link add link eth0 name v${vlan}${address} type vlan id ${vlan}`,
      `addr add ${cidr} dev v${vlan}`,
      `link set v${vlan} up`,
    ];
  });
  return ["link set lo up", "link set eth0 up", ...addresses];
}

function machinesOf(world: World): WorldMachine[] {
  return world.switches.flatMap((one) => one.ports.map((port) => port.machine));
}

/** Turns IPv6 off in every namespace, unless new ones come without it: a quiet wire makes exact tests. */
async function quietNamespaces(executor: Executor, world: World): Promise<void> {
  const { switches, machines, others } = namespacesOf(world);
  const first = switches[0];
  if (first === undefined) return;
  const now = await executor.run(["cat", ...IPV6_SWITCHES.slice(0, 1)], { namespace: first });
  if (now.status !== 0 || now.stdout.trim() === "1") return;
  const all = [...switches, ...machines, ...others];
  await Promise.all(all.map((namespace) => executor.run(["tee", ...IPV6_SWITCHES], { stdin: "1\n", namespace })));
}

/** The operator's and the provider's own work: addresses and routes of the routers, and forwarding between them. */
async function buildProvider(executor: Executor, world: World): Promise<void> {
  if (world.providerLinks.length === 0) return;
  const forward = await executor.run(["tee", IP_FORWARD], { stdin: "1\n", namespace: PROVIDER });
  if (forward.status !== 0) throw new LabError("LAB_BUILD_FAILED", `The provider cannot forward: ${forward.stderr}`);
  await Promise.all(providerPlaces(world).map(({ namespace, lines }) => batch(executor, lines, namespace)));
}

async function batch(executor: Executor, lines: readonly string[], namespace?: string): Promise<void> {
  const result = await executor.run(["ip", "-batch", "-"], { stdin: text(lines), namespace });
  if (result.status === 0) return;
  const place = namespace === undefined ? "the world" : `namespace ${namespace}`;
  throw new LabError(
    "LAB_BUILD_FAILED",
    `The lab could not build ${place}: ${result.stderr.trim() || result.stdout.trim()}`,
  );
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
