import { and, eq } from "drizzle-orm";
import { clientSystem } from "@/db/schema/client-system";
import { cloudSystem, directLink, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { extension, linkRequest } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { WORLD, type World, type WorldDirectLink } from "@/lab/world";
import { layDirectLink } from "@/server/services/cloud/lay-direct-link";
import type { ServiceContext } from "@/server/services/context";
import { requestExtension } from "@/server/services/extension/request";
import { registerRack } from "@/server/services/rack/register";
import { approveRequest } from "@/server/services/request/decide";
import { declareVlans } from "@/server/services/vlan/declare";
import type { DemoPeople, DemoTenant } from "./people";

interface DemoVlan {
  readonly vid: number;
  readonly name: string;
  readonly cidr?: string;
  /** Resources to extend to. */
  readonly to: readonly string[];
}

interface DemoRack {
  readonly name: string;
  readonly tenant: DemoTenant;
  readonly datacenter: string;
  readonly room: string;
  readonly vlans: readonly DemoVlan[];
}

/**
 * In the order in which they register, which gives series A to E, host tags 100, 101, 2000, 102, 3900 and the lowest ports.
 * 102A and 102B overlap in VLAN, IP range and MAC (seed paras 52, 93, 95), and so does 202 (FIG. 8).
 */
const RACKS: readonly DemoRack[] = [
  {
    ...{ name: "102A", tenant: "aspen", datacenter: "DC1", room: "Room 1" },
    vlans: [
      { vid: 10, name: "plant floor", cidr: "10.20.30.0/24", to: ["110A"] },
      { vid: 20, name: "cameras", cidr: "192.168.0.0/24", to: ["110A.2"] },
    ],
  },
  {
    ...{ name: "102B", tenant: "birch", datacenter: "DC1", room: "Room 1" },
    vlans: [
      { vid: 10, name: "analysts", cidr: "10.20.30.0/24", to: ["110B"] },
      { vid: 20, name: "warehouse", cidr: "192.168.0.0/24", to: ["110C"] },
    ],
  },
  {
    ...{ name: "202", tenant: "cedar", datacenter: "DC2", room: "Hall B" },
    vlans: [{ vid: 10, name: "imaging", cidr: "10.20.30.0/24", to: ["110D", "210"] }],
  },
  {
    ...{ name: "102C", tenant: "cedar", datacenter: "DC1", room: "Room 2" },
    vlans: [{ vid: 10, name: "records", to: ["210.2"] }],
  },
  {
    ...{ name: "252", tenant: "birch", datacenter: "DC3", room: "Hall 1" },
    vlans: [{ vid: 10, name: "forecast", cidr: "10.20.30.0/24", to: ["260", "210.5", "110B.2"] }],
  },
];

/** Left waiting, so that an operator has something to decide. */
const UNDECIDED = "210.2";

/** What the demo world's tenants have ordered. Makes what is not there and never was. */
export async function seedOrders(contextOf: (who: keyof DemoPeople) => ServiceContext): Promise<void> {
  for (const rack of RACKS) {
    const ctx = contextOf(rack.tenant);
    const rackId = await rackOf(ctx, rack);
    for (const one of rack.vlans) {
      const vlanId = await vlanOf(ctx, rackId, one);
      for (const name of one.to) await extend(ctx, contextOf("operator"), vlanId, name);
    }
  }
  const world: World = WORLD;
  for (const link of world.directLinks ?? []) await directLinkOf(contextOf("operator"), link);
}

/** A cable of FIG. 1 that no switch is on. Nobody has ordered anything over it yet. */
async function directLinkOf(ctx: ServiceContext, { code, rack, system }: WorldDirectLink): Promise<void> {
  const { read } = ctx.db;
  const [known] = await read.select().from(directLink).where(eq(directLink.code, code));
  if (known !== undefined) return;
  const [from] = await read.select().from(clientSystem).where(eq(clientSystem.name, rack.machine));
  const [to] = await read.select().from(cloudSystem).where(eq(cloudSystem.name, system.machine));
  if (from === undefined || to === undefined) throw new Error(`the demo world has no ends for direct link ${code}`);
  const far = { cloudSystemId: to.id, name: `${system.machine} by ${code}`, mac: system.mac };
  await layDirectLink({ ctx, input: { code, rackId: from.id, ...far } });
}

async function rackOf(ctx: ServiceContext, { name, datacenter: code, room }: DemoRack): Promise<string> {
  const [known] = await ctx.db.read.select().from(clientSystem).where(eq(clientSystem.name, name));
  if (known !== undefined) return known.id;
  const [home] = await ctx.db.read.select().from(datacenter).where(eq(datacenter.code, code));
  if (home === undefined) throw new Error(`the demo world has no datacenter ${code}`);
  const input = { name, datacenterId: home.id, kind: "physical", mac: macOf(name), room, heightUnits: 42 } as const;
  const { id } = await registerRack({ ctx, input });
  return id;
}

function macOf(machine: string): string | null {
  const world: World = WORLD;
  const ports = world.switches.flatMap((one) => one.ports);
  return ports.find((port) => port.machine.name === machine)?.machine.mac ?? null;
}

async function vlanOf(ctx: ServiceContext, rackId: string, { vid, name, cidr }: DemoVlan): Promise<string> {
  const [known] = await ctx.db.read
    .select()
    .from(vlan)
    .where(and(eq(vlan.clientSystemId, rackId), eq(vlan.vid, vid)));
  if (known !== undefined) return known.id;
  const [made] = await declareVlans({ ctx, input: { rackId, vids: String(vid), name, cidr } });
  if (made === undefined) throw new Error(`VLAN ${vid} was not declared`);
  return made.id;
}

async function extend(ctx: ServiceContext, operator: ServiceContext, vlanId: string, name: string): Promise<void> {
  const [target] = await ctx.db.read.select().from(resource).where(eq(resource.name, name));
  if (target === undefined) throw new Error(`the demo world has no resource ${name}`);
  const [known] = await ctx.db.read
    .select()
    .from(extension)
    .where(and(eq(extension.vlanId, vlanId), eq(extension.resourceId, target.id)));
  if (known === undefined) await requestExtension({ ctx, input: { vlanId, resourceId: target.id } });
  if (name !== UNDECIDED) await approve(operator, vlanId, target.id);
}

async function approve(ctx: ServiceContext, vlanId: string, resourceId: string): Promise<void> {
  const [pending] = await ctx.db.read
    .select({ id: linkRequest.id })
    .from(linkRequest)
    .innerJoin(extension, eq(extension.id, linkRequest.extensionId))
    .where(and(eq(extension.vlanId, vlanId), eq(extension.resourceId, resourceId), eq(linkRequest.state, "pending")));
  if (pending !== undefined) await approveRequest({ ctx, input: { id: pending.id } });
}
