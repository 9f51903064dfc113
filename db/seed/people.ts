import { eq } from "drizzle-orm";
import { user } from "@/db/schema/auth";
import { tenant } from "@/db/schema/tenant";
import type { ServiceContext } from "@/server/services/context";
import type { UserActor } from "@/server/services/scope";
import { actorOfUser } from "@/server/services/tenant/actor";
import { addPerson } from "@/server/services/tenant/add-person";
import { createTenant } from "@/server/services/tenant/create-tenant";

/** Everybody's password in a demo world, and nobody's anywhere else. */
const DEMO_PASSWORD = "dovetail-demo";

/** Clients C1, C2 and Cn of the seed's FIG. 1. */
const TENANTS = {
  aspen: { name: "Aspen Robotics", person: { name: "Ada Aspen", email: "ada@aspen.example" } },
  birch: { name: "Birch Analytics", person: { name: "Ben Birch", email: "ben@birch.example" } },
  cedar: { name: "Cedar Health", person: { name: "Cleo Cedar", email: "cleo@cedar.example" } },
} as const;

const OPERATOR = { name: "Dovetail operations", email: "admin@dovetail.example" } as const;

export type DemoTenant = keyof typeof TENANTS;

/** Who places the demo world's orders, and who decides on them. */
export type DemoPeople = Readonly<Record<DemoTenant | "operator", UserActor>>;

/** The demo world's tenants and accounts; makes those that are not there. */
export async function seedPeople(ctx: ServiceContext): Promise<DemoPeople> {
  return {
    aspen: await member(ctx, "aspen"),
    birch: await member(ctx, "birch"),
    cedar: await member(ctx, "cedar"),
    operator: await person(ctx, OPERATOR, null),
  };
}

async function member(ctx: ServiceContext, slug: DemoTenant): Promise<UserActor> {
  const { name, person: who } = TENANTS[slug];
  const [known] = await ctx.db.read.select().from(tenant).where(eq(tenant.slug, slug));
  const { id } = known ?? (await createTenant({ ctx, input: { name, slug } }));
  return person(ctx, who, id);
}

async function person(
  ctx: ServiceContext,
  { name, email }: { name: string; email: string },
  tenantId: string | null,
): Promise<UserActor> {
  const [known] = await ctx.db.read.select().from(user).where(eq(user.email, email));
  const { id } = known ?? (await addPerson({ ctx, input: { name, email, password: DEMO_PASSWORD, tenantId } }));
  return actorOfUser(ctx.db.read, { id, name });
}
