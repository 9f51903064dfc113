import type { Api } from "@/run/api";
import { until } from "@/run/until";
import type { MachineView } from "@/server/services/machine/view";
import { released } from "./order";
import type { ProvingWorld } from "./proving-world";
import { must } from "./row";

/** A row waits so long for agents to make, move or end a machine, in ms: far more than they take. */
const FOLLOW_WITHIN_MS = 60_000;

/** The namespace of the lab's kernel that a machine is; null when there is none. */
export async function namespaceOf(world: ProvingWorld, number: number): Promise<string | null> {
  const { stdout } = await world.lab.run(["ip", "netns", "list"]);
  const names = stdout.split("\n").map((line) => line.split(" ")[0] ?? "");
  return names.find((name) => name.startsWith(`m-${number}-`)) ?? null;
}

/** Waits until a machine is as wanted. */
export function machineIs(
  api: Api,
  id: string,
  what: string,
  is: (machine: MachineView) => boolean,
): Promise<MachineView> {
  return until(`machine ${id} to be ${what}`, FOLLOW_WITHIN_MS, async () => {
    const machine = await api.machines.get.query({ id });
    return is(machine) ? machine : null;
  });
}

/** What a machine is ordered for. */
interface Wanted {
  readonly rack: string;
  readonly vid: number;
  readonly cloud: string;
  readonly name: string;
}

/** Orders a machine with its extension, uses both while they last, and ends both. */
export async function withMachine<T>(
  world: ProvingWorld,
  api: Api,
  { rack, vid, cloud, name }: Wanted,
  use: (machine: MachineView, extensionId: string) => Promise<T>,
): Promise<T> {
  const vlanId = (await api.vlans.list.query({})).find((one) => one.rack.name === rack && one.vid === vid)?.id;
  const cloudId = (await api.clouds.list.query()).find((one) => one.code === cloud)?.id;
  must(vlanId !== undefined && cloudId !== undefined, `there is no VLAN ${vid} of ${rack}, or no cloud ${cloud}`);
  const placed = await api.machines.order.mutate({ vlanId, machine: { name, cloudId } });
  if (placed.request !== null) await world.operator.requests.approve.mutate({ id: placed.request.id });
  const machineId = placed.resource.machineId;
  must(machineId !== null, "the order made no machine");
  try {
    const isInForce = ({ state, extensions: [own] }: MachineView) =>
      state === "running" && (own?.state === "configured" || own?.state === "live");
    return await use(await machineIs(api, machineId, "running and reached", isInForce), placed.id);
  } finally {
    await machineIs(api, machineId, "at rest", ({ state }) => state !== "moving");
    await released(api, placed, true);
    await api.machines.remove.mutate({ id: machineId });
    await machineIs(api, machineId, "gone", ({ state }) => state === "gone");
  }
}

/** A client system that the cloud makes, with one VLAN. */
export interface VirtualClient {
  readonly rack: string;
  readonly namespace: string;
  /** What its machine got in the VLAN. */
  readonly address: string;
}

/** Registers a virtual client system with a VLAN, uses it while it lasts, and releases both. */
export async function withVirtualClient<T>(
  world: ProvingWorld,
  api: Api,
  plan: { readonly name: string; readonly vid: number; readonly cidr: string },
  use: (client: VirtualClient) => Promise<T>,
): Promise<T> {
  const home = (await api.datacenters.list.query()).find(({ code }) => code === "DC1");
  must(home !== undefined, "there is no DC1");
  const rack = await api.racks.register.mutate({ name: plan.name, datacenterId: home.id, kind: "virtual" });
  try {
    const [own] = await api.vlans.declare.mutate({ rackId: rack.id, vids: String(plan.vid), cidr: plan.cidr });
    must(own !== undefined, "the VLAN was not declared");
    try {
      return await use({ rack: plan.name, ...(await seenInKernel(world, rack.mac, plan.vid)) });
    } finally {
      const vlans = await api.vlans.list.query({ rackId: rack.id });
      for (const vlan of vlans) await api.vlans.release.mutate({ id: vlan.id });
    }
  } finally {
    await api.racks.release.mutate({ id: rack.id });
  }
}

/** Waits until the kernel holds the machine with that MAC and its address in a VLAN. */
function seenInKernel(world: ProvingWorld, mac: string | null, vid: number) {
  const number = Number.parseInt((mac ?? "").split(":").slice(3).join(""), 16);
  return until(`machine ${number} with an address in VLAN ${vid}`, FOLLOW_WITHIN_MS, async () => {
    const namespace = await namespaceOf(world, number);
    if (namespace === null) return null;
    const { stdout } = await world.lab.run(["ip", "-o", "-4", "addr", "show"], { namespace });
    const address = /inet (\d+\.\d+\.\d+\.\d+)\/\d+ (?!.*\blo\b)/.exec(stdout.replace(/^\d+: lo\b.*$/gm, ""))?.[1];
    return address === undefined ? null : { namespace, address };
  });
}
