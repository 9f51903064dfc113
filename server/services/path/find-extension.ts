import { and, eq } from "drizzle-orm";
import { extension } from "@/db/schema/extension";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";

/** The extension whose path is asked for: the tenant's own, any for an operator; else "not found". */
export async function findExtension(ctx: ServiceContext, id: string): Promise<typeof extension.$inferSelect> {
  const [row] = await ctx.db.read
    .select()
    .from(extension)
    .where(and(eq(extension.id, id), ownedBy(ctx)));
  if (row === undefined) throw notFound("extension", id);
  return row;
}

function ownedBy(ctx: ServiceContext) {
  if (ctx.actor.kind === "user" && !ctx.actor.operator) return eq(extension.tenantId, ctx.actor.tenantId ?? "");
  return undefined;
}
