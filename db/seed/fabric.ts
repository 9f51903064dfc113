import { eq } from "drizzle-orm";
import { cloud, cloudSystem, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { link } from "@/db/schema/link";
import { networkSwitch } from "@/db/schema/switch";
import type { WorldPort, WorldSwitch } from "@/lab/world";
import { WORLD, type World } from "@/lab/world";
import { addResource } from "@/server/services/cloud/add-resource";
import { addCloudSystem } from "@/server/services/cloud/add-system";
import { createCloud } from "@/server/services/cloud/create";
import type { ServiceContext } from "@/server/services/context";
import { createDatacenter } from "@/server/services/datacenter/create";
import { installSwitch } from "@/server/services/datacenter/install-switch";
import { layLine } from "@/server/services/datacenter/lay-line";

interface DemoDatacenter {
  readonly name: string;
  readonly place: string;
  readonly hostTags: { readonly first: number; readonly last: number };
  readonly label: number;
  readonly cloud: string;
}

/** Datacenters 104 and 204 of FIG. 1 and 2 with their clouds, by the code that the lab knows them by. */
const DATACENTERS: Readonly<Record<string, DemoDatacenter>> = {
  DC1: { name: "Datacenter 104", place: "Denver", hostTags: { first: 100, last: 1999 }, label: 1104, cloud: "108" },
  DC2: {
    name: "Datacenter 204",
    place: "Louisville",
    hostTags: { first: 2000, last: 3899 },
    label: 1204,
    cloud: "208",
  },
};

/** Virtual cloud systems and the physical ones that provide them (seed para 41). */
const PROVIDED_BY: Readonly<Record<string, string>> = { "110C": "110B" };

/** What the operator owns: datacenters, switches with their cabled ports, lines, clouds. Makes what is not there. */
export async function seedFabric(ctx: ServiceContext, tokenHashOf: (switchCode: string) => string): Promise<void> {
  const world: World = WORLD;
  for (const one of world.switches) {
    const home = DATACENTERS[one.datacenter];
    if (home === undefined) throw new Error(`the demo world does not know datacenter ${one.datacenter}`);
    const datacenterId = await datacenterOf(ctx, one.datacenter, home);
    await switchOf(ctx, one, datacenterId, tokenHashOf(one.code));
    const cloudId = await cloudOf(ctx, home.cloud, datacenterId);
    for (const port of one.ports.filter(({ kind }) => kind === "cloud")) await resourceAt(ctx, cloudId, one.code, port);
  }
  for (const line of world.lines) await lineOf(ctx, line);
}

async function datacenterOf(ctx: ServiceContext, code: string, home: DemoDatacenter): Promise<string> {
  const [known] = await ctx.db.read.select().from(datacenter).where(eq(datacenter.code, code));
  const { name, place, hostTags, label } = home;
  const { id } = known ?? (await createDatacenter({ ctx, input: { code, name, place, hostTags, label } }));
  return id;
}

async function switchOf(ctx: ServiceContext, one: WorldSwitch, datacenterId: string, tokenHash: string): Promise<void> {
  const [known] = await ctx.db.read.select().from(networkSwitch).where(eq(networkSwitch.code, one.code));
  if (known !== undefined) return;
  const links = one.linkPorts.map((number) => ({ number, kind: "link" as const }));
  const ports = [...one.ports.map(({ number, kind }) => ({ number, kind })), ...links];
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
  const { id } = known ?? (await addCloudSystem({ ctx, input: { cloudId, name, parent } }));
  return id;
}

async function lineOf(ctx: ServiceContext, { code, a, b, mtu }: World["lines"][number]): Promise<void> {
  const [known] = await ctx.db.read.select().from(link).where(eq(link.code, code));
  if (known !== undefined) return;
  const ends = { a: { switchCode: a.switch, port: a.port }, b: { switchCode: b.switch, port: b.port } };
  await layLine({ ctx, input: { code, mtu, ...ends } });
}
