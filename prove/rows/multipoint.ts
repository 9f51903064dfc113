import { type Capture, capture } from "@/lab/capture";
import type { Api } from "@/run/api";
import { until } from "@/run/until";
import type { ExtensionView } from "@/server/services/extension/view";
import type { RackView } from "@/server/services/rack/view";
import { declared, inState, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { sendFrom } from "../wire";

const VLAN = 30;
/** Its id at the rack in DC3. */
const VLAN_THERE = 31;
const RESOURCE = "260.3";
const FRAMES = 10;
const ARRIVE_WITHIN_MS = 15_000;

export const MULTIPOINT: readonly Row[] = [
  {
    id: "multipoint",
    title:
      "One VLAN in three datacenters with racks and a resource, another id at one end; each broadcast arrives once",
    prove: (world) => withRacks(world, (racks) => withLan(world, racks, (ends) => eachOnce(world, ends))),
  },
];

/** A machine on the LAN: its namespace, and the VLAN id and address that it sends with. */
interface LanEnd {
  readonly namespace: string;
  readonly vlan: number;
  readonly mac: string;
}

/** Two more racks of aspen's for as long as `use` takes, in DC2 and DC3, where spare ones are cabled. */
async function withRacks(world: ProvingWorld, use: (racks: RackView[]) => Promise<string>): Promise<string> {
  const { aspen } = world;
  const datacenters = await aspen.datacenters.list.query();
  const racks: RackView[] = [];
  try {
    for (const code of ["DC2", "DC3"]) {
      const datacenterId = datacenters.find((one) => one.code === code)?.id ?? "";
      racks.push(await aspen.racks.register.mutate({ name: `far in ${code}`, datacenterId, kind: "physical" }));
    }
    return await use(racks);
  } finally {
    for (const { id } of racks) await aspen.racks.release.mutate({ id });
  }
}

async function withLan(
  world: ProvingWorld,
  [second, third]: RackView[],
  use: (ends: readonly LanEnd[]) => Promise<string>,
): Promise<string> {
  const { aspen } = world;
  must(second !== undefined && third !== undefined, "two racks were not registered");
  const vlanId = await declared(aspen, "102A", VLAN);
  const made: ExtensionView[] = [];
  try {
    made.push(await extended(world, aspen, { vlanId, resourceId: second.id }));
    made.push(await extended(world, aspen, { vlanId, resourceId: third.id, endVlan: VLAN_THERE }));
    made.push(await extended(world, aspen, { vlanId, resourceId: await resourceNamed(aspen, RESOURCE) }));
    return await use([
      { namespace: "102A", vlan: VLAN, mac: "02:00:00:0a:30:01" },
      { namespace: machineAt(second), vlan: VLAN, mac: "02:00:00:0a:30:02" },
      { namespace: machineAt(third), vlan: VLAN_THERE, mac: "02:00:00:0a:30:03" },
      { namespace: RESOURCE, vlan: VLAN, mac: "02:00:00:0a:30:04" },
    ]);
  } finally {
    for (const one of made) await released(aspen, one, true);
    await aspen.vlans.release.mutate({ id: vlanId });
  }
}

async function extended(
  world: ProvingWorld,
  api: Api,
  order: { vlanId: string; resourceId: string; endVlan?: number },
): Promise<ExtensionView> {
  const { endVlan, ...asked } = order;
  const there = endVlan === undefined ? {} : { endVlan };
  const placed = await api.extensions.request.mutate({ ...asked, ...there });
  await world.operator.requests.approve.mutate({ id: placed.request?.id ?? "" });
  return inState(api, placed.id, ["configured", "live"]);
}

/** The lab names the racks that it has cabled in advance by their ports. */
function machineAt({ name, port }: RackView): string {
  must(port !== null, `${name} waits for a cable`);
  return `rack-${port.switchCode}-${port.number}`;
}

/**
 * Broadcasts from every end, twice: when all of the second round have arrived, whatever of the first went round in a
 * loop would have come again.
 */
async function eachOnce(world: ProvingWorld, ends: readonly LanEnd[]): Promise<string> {
  const ears = await Promise.all(
    ends.map(({ namespace }) => capture(world.lab, { namespace, device: "eth0", direction: "in", snapOctets: 128 })),
  );
  try {
    for (const round of ["first", "second"]) {
      for (const end of ends) await broadcast(world, end, round);
      await until(`the ${round} broadcasts at every end`, ARRIVE_WITHIN_MS, async () => {
        return (
          ends.every((end, at) => othersOf(ends, end).every((from) => heardOf(ears[at], from, round) >= FRAMES)) || null
        );
      });
    }
    const counts = ends.flatMap((end, at) =>
      ends.map((from) => ({ end, from, heard: heardOf(ears[at], from, "first") })),
    );
    const wrong = counts.filter(({ end, from, heard }) => heard !== (end === from ? 0 : FRAMES));
    const text = ({ end, from, heard }: (typeof counts)[number]) =>
      `${end.namespace} heard ${heard} of ${from.namespace}`;
    must(wrong.length === 0, wrong.map(text).join(", "));
    const names = ends.map(({ namespace, vlan }) => `${namespace} (VLAN ${vlan})`).join(", ");
    return `${FRAMES} broadcasts from each of ${names}: each arrived once at each of the others, none came back or twice`;
  } finally {
    await Promise.all(ears.map((one) => one.stop()));
  }
}

function othersOf(ends: readonly LanEnd[], own: LanEnd): LanEnd[] {
  return ends.filter((end) => end !== own);
}

function broadcast(world: ProvingWorld, { namespace, vlan, mac }: LanEnd, round: string): Promise<void> {
  const payload = `${round} of ${mac}`;
  return sendFrom(world, namespace, { to: "ff:ff:ff:ff:ff:ff", from: mac, vlan, etherType: 0x88b6, payload }, FRAMES);
}

function heardOf(ear: Capture | undefined, { mac }: LanEnd, round: string): number {
  return ear?.packets.filter(({ bytes }) => bytes.includes(`${round} of ${mac}`)).length ?? 0;
}
