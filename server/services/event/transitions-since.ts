import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { extension, extensionTransition } from "@/db/schema/extension";
import type { NumberedChange } from "./view";

/** The transitions after a number, oldest first: those of one tenant, or all when it is null. */
export async function transitionsSince(
  db: Queryable,
  after: number,
  tenantId: string | null,
): Promise<{ number: number; event: NumberedChange }[]> {
  const own = tenantId === null ? undefined : eq(extension.tenantId, tenantId);
  const rows = await db
    .select({ number: extensionTransition.id, id: extensionTransition.extensionId, state: extensionTransition.to })
    .from(extensionTransition)
    .innerJoin(extension, eq(extension.id, extensionTransition.extensionId))
    .where(and(gt(extensionTransition.id, after), own))
    .orderBy(asc(extensionTransition.id));
  return rows.map(({ number, id, state }) => ({
    number,
    event: { id: String(number), change: { kind: "extension", id, state } },
  }));
}

/** The number of the newest transition; 0 before the first. */
export async function newestTransition(db: Queryable): Promise<number> {
  const [row] = await db
    .select({ number: sql<number | null>`max(${extensionTransition.id})` })
    .from(extensionTransition);
  return row?.number ?? 0;
}
