import { and, eq, type SQL } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { extension } from "@/db/schema/extension";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { visibleTenant } from "../scope";

/** The extensions that the actor may see: a member those of the tenant, an operator all. */
export function visibleExtensions(ctx: ServiceContext): SQL | undefined {
  const tenantId = visibleTenant(ctx);
  return tenantId === null ? undefined : eq(extension.tenantId, tenantId);
}

/** The extension with that id among those that the actor may see, or "not found". */
export async function visibleExtension(ctx: ServiceContext, id: string) {
  const [row] = await ctx.db.read
    .select()
    .from(extension)
    .where(and(eq(extension.id, id), visibleExtensions(ctx)));
  if (row === undefined) throw notFound("extension", id);
  return row;
}

/** The tenant's extension with that id, or "not found". */
export async function ownExtension(db: Queryable, tenantId: string, id: string) {
  const [row] = await db
    .select()
    .from(extension)
    .where(and(eq(extension.id, id), eq(extension.tenantId, tenantId)));
  if (row === undefined) throw notFound("extension", id);
  return row;
}
