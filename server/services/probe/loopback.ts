import { and, eq, isNotNull, lte, notInArray, or } from "drizzle-orm";
import { violatedUnique } from "@/db/constraint";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ATTACHED_STATES } from "../../domain/extension-state";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { visibleExtension } from "../extension/find";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { parseInput } from "../parse-input";
import { refuseDirect, refuseUnattached } from "./ends";
import { listRounds } from "./rounds";
import { type LoopbackInput, loopbackInput, type ProbedInput, probedInput } from "./schemas";
import type { ProbesView } from "./view";

type ExtensionRow = typeof extension.$inferSelect;

const NO_LOOP = { loopEnd: null, loopUntil: null, loopBy: null };

/**
 * Sends the frames of an extension back where they came from at one of its ends, MACs exchanged, for some seconds. The
 * agent ends it by itself. Its VLAN has one loopback at a time: two would send frames to each other for ever.
 *
 * @throws ServiceError not_found, or conflict when no switch carries its frames or its VLAN has a loopback
 */
export async function startLoopback({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: LoopbackInput;
}): Promise<ProbesView> {
  const { extensionId, end, seconds } = parseInput(loopbackInput, input);
  const { id } = await visibleExtension(ctx, extensionId);
  await commit(ctx, async (work) => {
    const row = await rowOf(work, id);
    refuseUnattached(row.state);
    await refuseDirect(work.tx, row.resourceId);
    await clearEnded(work, row.vlanId);
    const until = ctx.now() + seconds * 1000;
    await setLoop(work, row, { loopEnd: end, loopUntil: until, loopBy: ctx.actor.name });
    await audit(work, row, "extension.loopback", { end, seconds });
  });
  return listRounds({ ctx, input: { extensionId } });
}

/** Ends a loopback before its time; nothing happens where there is none. @throws ServiceError not_found */
export async function endLoopback({ ctx, input }: { ctx: ServiceContext; input: ProbedInput }): Promise<ProbesView> {
  const { extensionId } = parseInput(probedInput, input);
  const { id } = await visibleExtension(ctx, extensionId);
  await commit(ctx, async (work) => {
    const row = await rowOf(work, id);
    if (row.loopEnd === null) return;
    await setLoop(work, row, NO_LOOP);
    await audit(work, row, "extension.loopback_end", { end: row.loopEnd });
  });
  return listRounds({ ctx, input: { extensionId } });
}

/** Takes loopbacks whose time is over out of the maps; most of the time there is none. */
export async function advanceLoopbacks(ctx: ServiceContext): Promise<void> {
  const over = and(isNotNull(extension.loopEnd), lte(extension.loopUntil, ctx.now()));
  const [any] = await ctx.db.read.select({ id: extension.id }).from(extension).where(over).limit(1);
  if (any === undefined) return;
  await commit(ctx, async (work) => {
    for (const row of await work.tx.select().from(extension).where(over)) await setLoop(work, row, NO_LOOP);
  });
}

async function rowOf({ tx }: Work, id: string): Promise<ExtensionRow> {
  const [row] = await tx.select().from(extension).where(eq(extension.id, id));
  if (row === undefined) throw new Error(`extension ${id} is gone`);
  return row;
}

async function setLoop(
  work: Work,
  { id, tenantId, vlanId }: ExtensionRow,
  loop: Pick<ExtensionRow, "loopEnd" | "loopUntil" | "loopBy">,
): Promise<void> {
  try {
    await work.tx.update(extension).set(loop).where(eq(extension.id, id));
  } catch (error) {
    throw violatedUnique(error) === null ? error : underWay();
  }
  const [segment] = await work.tx.select().from(vlan).where(eq(vlan.id, vlanId));
  if (segment === undefined) throw new Error(`extension ${id} has no VLAN`);
  await syncMap(work, segmentOf(segment));
  work.announce({ kind: "extension", id, tenantId });
}

/** What is over, or belongs to an extension that has ended, does not stand in the way of another. */
async function clearEnded({ tx, ctx }: Work, vlanId: string): Promise<void> {
  await tx
    .update(extension)
    .set(NO_LOOP)
    .where(
      and(
        eq(extension.vlanId, vlanId),
        isNotNull(extension.loopEnd),
        or(lte(extension.loopUntil, ctx.now()), notInArray(extension.state, [...ATTACHED_STATES])),
      ),
    );
}

function audit({ tx, ctx }: Work, { id, tenantId }: ExtensionRow, action: string, after: object): Promise<void> {
  return recordAudit(tx, ctx, { action, subjectId: id, tenantId, after });
}

function underWay(): ServiceError {
  return new ServiceError(
    "conflict",
    "Another extension of this VLAN has a loopback, and two would send frames to each other for ever. End that one first.",
  );
}
