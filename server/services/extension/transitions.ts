import { asc, eq } from "drizzle-orm";
import { extensionTransition } from "@/db/schema/extension";
import type { ServiceContext } from "../context";
import { getExtension } from "./get";
import type { ExtensionIdInput } from "./schemas";
import type { TransitionView } from "./view";

/** Every move of an extension so far, oldest first. */
export async function listTransitions({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ExtensionIdInput;
}): Promise<TransitionView[]> {
  const { id } = await getExtension({ ctx, input });
  const rows = await ctx.db.read
    .select()
    .from(extensionTransition)
    .where(eq(extensionTransition.extensionId, id))
    .orderBy(asc(extensionTransition.id));
  return rows.map((row) => ({
    id: row.id,
    from: row.from,
    to: row.to,
    actor: { kind: row.actorKind, name: row.actorName },
    reason: row.reason,
    at: row.at,
  }));
}
