import { eq } from "drizzle-orm";
import { user } from "@/db/schema/auth";
import { tenant } from "@/db/schema/tenant";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import type { UserActor } from "../scope";
import type { MeView } from "./view";

/** The person behind the actor, with the tenant that it acts for. */
export async function getMe({ ctx, actor }: { ctx: ServiceContext; actor: UserActor }): Promise<MeView> {
  const [person] = await ctx.db.read.select().from(user).where(eq(user.id, actor.userId));
  if (person === undefined) throw notFound("user", actor.userId);
  const [home] =
    actor.tenantId === null ? [] : await ctx.db.read.select().from(tenant).where(eq(tenant.id, actor.tenantId));
  return {
    user: { id: person.id, name: person.name, email: person.email },
    operator: actor.operator,
    tenant: home === undefined ? null : { id: home.id, name: home.name, slug: home.slug },
  };
}
