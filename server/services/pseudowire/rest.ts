import { and, eq, notInArray } from "drizzle-orm";
import { extension } from "@/db/schema/extension";
import { pseudowire } from "@/db/schema/link";
import { ENDED_STATES } from "../../domain/extension-state";
import { restingKey } from "../../domain/resting-way";
import type { Work } from "../event/commit";
import { changeFabric } from "../topology/change-fabric";
import { loadPseudowires, type Pseudowire } from "../topology/pseudowires";
import { removePath, replanPseudowires } from "./replan";

/**
 * Lays those of these pseudowires to rest that were made for a way of their own and that no extension crosses by any
 * more: their ports leave both switches, their tags are free. The rows stay for the orders that name them. Belongs into
 * the transaction that ended or moved the extensions, after their map rows went.
 *
 * @param left ids of what was crossed; null is none
 */
export async function restUnused(work: Work, left: readonly (string | null)[]): Promise<void> {
  const ids = new Set(left.filter((id) => id !== null));
  if (ids.size === 0) return;
  const made = (await loadPseudowires(work.tx)).filter(
    ({ id, way, isAtRest }) => ids.has(id) && way !== "" && !isAtRest,
  );
  const unused: Pseudowire[] = [];
  for (const one of made) if (!(await isCrossed(work, one.id))) unused.push(one);
  if (unused.length === 0) return;
  await changeFabric(work, async () => {
    for (const one of unused) await rest(work, one);
  });
}

/** Whether an order goes on that crosses by it, be it only a waiting one or one that switches still let go of. */
async function isCrossed({ tx }: Work, id: string): Promise<boolean> {
  const [crossing] = await tx
    .select({ id: extension.id })
    .from(extension)
    .where(and(eq(extension.pseudowireId, id), notInArray(extension.state, [...ENDED_STATES])))
    .limit(1);
  return crossing !== undefined;
}

async function rest(work: Work, { id, way, paths }: Pseudowire): Promise<void> {
  for (const path of paths) await removePath(work, path);
  await work.tx
    .update(pseudowire)
    .set({ way: restingKey(way) })
    .where(eq(pseudowire.id, id));
}

/** Plans a pseudowire at rest again, with the ports that it had and tags of now. Belongs inside `changeFabric`. */
export async function wake(work: Work, { id, way }: Pseudowire): Promise<void> {
  await work.tx.update(pseudowire).set({ way }).where(eq(pseudowire.id, id));
  await replanPseudowires(work);
}
