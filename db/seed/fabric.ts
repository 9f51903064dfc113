import { and, eq } from "drizzle-orm";
import { cloud, cloudSystem, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { link, trunk } from "@/db/schema/link";
import { networkSwitch, port, seriesPort } from "@/db/schema/switch";
import type { WorldEnd, WorldPort, WorldSeries, WorldSwitch } from "@/lab/world";
import { WORLD, type World } from "@/lab/world";
import { addResource } from "@/server/services/cloud/add-resource";
import { addCloudSystem } from "@/server/services/cloud/add-system";
import { createCloud } from "@/server/services/cloud/create";
import type { ServiceContext } from "@/server/services/context";
import { createDatacenter } from "@/server/services/datacenter/create";
import { installSwitch } from "@/server/services/datacenter/install-switch";
import { type LinkInput, layLink } from "@/server/services/link/lay-link";
import { cableInSeries } from "@/server/services/trunk/cable-series";
import { layTrunk } from "@/server/services/trunk/lay-trunk";

interface DemoDatacenter {
  readonly name: string;
  readonly place: string;
  readonly hostTags: { readonly first: number; readonly last: number };
  readonly datacenterTags: { readonly first: number; readonly last: number };
  readonly cloud: string;
}

/** The datacenters of FIG. 1 and 2 with their clouds, by the code that the lab knows them by. */
const DATACENTERS: Readonly<Record<string, DemoDatacenter>> = {
  DC1: {
    ...{ name: "Datacenter 104", place: "Denver", cloud: "108" },
    hostTags: { first: 100, last: 1999 },
    datacenterTags: { first: 1104, last: 1199 },
  },
  DC2: {
    ...{ name: "Datacenter 204", place: "Louisville", cloud: "208" },
    hostTags: { first: 2000, last: 3899 },
    datacenterTags: { first: 1204, last: 1299 },
  },
  DC3: {
    ...{ name: "Datacenter 254", place: "Colorado Springs", cloud: "258" },
    hostTags: { first: 3900, last: 4094 },
    datacenterTags: { first: 1304, last: 1399 },
  },
};
/** Tag 4 of the provider links: the second one's is a Segment ID that only 24 bits can say. */
const LONG_HAULS: Readonly<Record<string, number>> = { "306": 7001, "308": 16_000_001 };

/** Virtual cloud systems and the physical ones that provide them (seed para 41). */
const PROVIDED_BY: Readonly<Record<string, string>> = { "110C": "110B" };

/** Machines that each of these systems can hold at once. */
const MACHINES_A_SYSTEM = 4;
const HOLD_MACHINES = ["110A", "110B", "110D", "210", "260"];

/** What the operator owns: datacenters, switches with their cabled ports, lines, clouds. Makes what is not there. */
export async function seedFabric(ctx: ServiceContext, tokenHashOf: (switchCode: string) => string): Promise<void> {
  const world: World = WORLD;
  for (const one of world.switches) {
    const home = DATACENTERS[one.datacenter];
    if (home === undefined) throw new Error(`the demo world does not know datacenter ${one.datacenter}`);
    const datacenterId = await datacenterOf(ctx, one.datacenter, home);
    await switchOf(ctx, one, seriesPortsOf(world, one.code), datacenterId, tokenHashOf(one.code));
    const cloudId = await cloudOf(ctx, home.cloud, datacenterId);
    for (const port of one.ports.filter(({ kind }) => kind === "cloud")) await resourceAt(ctx, cloudId, one.code, port);
  }
  for (const one of world.trunks) await trunkOf(ctx, one);
  for (const one of world.series ?? []) await seriesOf(ctx, one);
  for (const line of world.lines) await linkOf(ctx, lineInput(line));
  for (const one of world.providerLinks) await linkOf(ctx, providerInput(one));
}

async function datacenterOf(ctx: ServiceContext, code: string, home: DemoDatacenter): Promise<string> {
  const [known] = await ctx.db.read.select().from(datacenter).where(eq(datacenter.code, code));
  const { name, place, hostTags, datacenterTags } = home;
  const { id } = known ?? (await createDatacenter({ ctx, input: { code, name, place, hostTags, datacenterTags } }));
  return id;
}

/** Client ports at which a cable from a switch in front ends. */
function seriesPortsOf(world: World, code: string): { number: number; kind: "client" }[] {
  const here = (world.series ?? []).filter(({ main }) => main.switch === code);
  return here.map(({ main }) => ({ number: main.port, kind: "client" }));
}

async function seriesOf(ctx: ServiceContext, { front, main }: WorldSeries): Promise<void> {
  const [known] = await ctx.db.read
    .select({ portId: seriesPort.portId })
    .from(seriesPort)
    .innerJoin(port, eq(port.id, seriesPort.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(networkSwitch.code, main.switch), eq(port.number, main.port)));
  if (known !== undefined) return;
  const input = { front: { switchCode: front.switch, port: front.port, uplink: front.uplink }, main: endOf(main) };
  await cableInSeries({ ctx, input });
}

async function switchOf(
  ctx: ServiceContext,
  one: WorldSwitch,
  seriesPorts: readonly { number: number; kind: "client" }[],
  datacenterId: string,
  tokenHash: string,
): Promise<void> {
  const [known] = await ctx.db.read.select().from(networkSwitch).where(eq(networkSwitch.code, one.code));
  if (known !== undefined) return;
  const joining = (["trunk", "link"] as const).flatMap((kind) =>
    (kind === "trunk" ? one.trunkPorts : one.linkPorts).map((number) => ({ number, kind })),
  );
  const ports = [...one.ports.map(({ number, kind }) => ({ number, kind })), ...seriesPorts, ...joining];
  const input = { datacenterId, code: one.code, name: `Switch ${one.code}`, tokenHash, ports };
  await installSwitch({ ctx, input });
}

async function cloudOf(ctx: ServiceContext, code: string, datacenterId: string): Promise<string> {
  const [known] = await ctx.db.read.select().from(cloud).where(eq(cloud.code, code));
  const { id } = known ?? (await createCloud({ ctx, input: { datacenterId, code, name: `Cloud ${code}` } }));
  return id;
}

/** The lab names a system's further interfaces "110A.2", "110A.3". */
async function resourceAt(ctx: ServiceContext, cloudId: string, switchCode: string, port: WorldPort): Promise<void> {
  const { name, mac } = port.machine;
  const [known] = await ctx.db.read.select().from(resource).where(eq(resource.name, name));
  if (known !== undefined) return;
  const cloudSystemId = await systemOf(ctx, cloudId, name.split(".")[0] ?? name);
  await addResource({ ctx, input: { cloudSystemId, name, switchCode, port: port.number, mac } });
}

async function systemOf(ctx: ServiceContext, cloudId: string, name: string): Promise<string> {
  const [known] = await ctx.db.read.select().from(cloudSystem).where(eq(cloudSystem.name, name));
  const parent = PROVIDED_BY[name] ?? null;
  const machineCapacity = HOLD_MACHINES.includes(name) ? MACHINES_A_SYSTEM : 0;
  const { id } = known ?? (await addCloudSystem({ ctx, input: { cloudId, name, parent, machineCapacity } }));
  return id;
}

async function trunkOf(ctx: ServiceContext, { code, a, b }: World["trunks"][number]): Promise<void> {
  const [known] = await ctx.db.read.select().from(trunk).where(eq(trunk.code, code));
  if (known === undefined) await layTrunk({ ctx, input: { code, a: endOf(a), b: endOf(b) } });
}

async function linkOf(ctx: ServiceContext, input: LinkInput): Promise<void> {
  const [known] = await ctx.db.read.select().from(link).where(eq(link.code, input.code));
  if (known === undefined) await layLink({ ctx, input });
}

function lineInput({ code, a, b, mtu, cost, latencyMicros }: World["lines"][number]): LinkInput {
  return { medium: "line", code, mtu, cost, latencyMicros, a: endOf(a), b: endOf(b) };
}

function providerInput({ code, a, b, mtu, cost, latencyMicros }: World["providerLinks"][number]): LinkInput {
  const ends = { a: { ...endOf(a), address: a.address }, b: { ...endOf(b), address: b.address } };
  return { medium: "provider", code, mtu, cost, latencyMicros, ...ends, longHaul: longHaulOf(code) };
}

function longHaulOf(code: string): number {
  const found = LONG_HAULS[code];
  if (found === undefined) throw new Error(`the demo world has no tag 4 for provider link ${code}`);
  return found;
}

function endOf(end: WorldEnd): { switchCode: string; port: number } {
  return { switchCode: end.switch, port: end.port };
}
