import { eq, ne } from "drizzle-orm";
import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "@/agent/encapsulation/kinds";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { link, linkChange } from "@/db/schema/link";
import { networkSwitch } from "@/db/schema/switch";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { parseInput } from "../parse-input";
import { replanPseudowires } from "../pseudowire/replan";
import { operatorOf } from "../scope";
import { agentView } from "../switch/agent-view";
import { changeFabric } from "../topology/change-fabric";
import { type Fabric, loadFabric } from "../topology/fabric";
import { framesMissing, type Missing } from "../topology/frames-missing";
import { linkNamed } from "./find";
import { getLink } from "./list";
import { mustFitLongHaul } from "./long-haul-fits";
import { type ChangeEncapsulationInput, changeEncapsulationInput } from "./schemas";
import type { LinkView } from "./view";

/** A stage lasts at least so long, in ms: an agent reads its kernel whole each 3 s and says what it could not make. */
const STAGE_MS = 4_000;

type ChangeRow = typeof linkChange.$inferSelect;

/**
 * Begins a change of how frames cross a link, make before break: both ends accept both, then both send the new one,
 * then the old one is accepted no more. `advanceChanges` takes each next step when the agents hold the last one.
 *
 * @throws ServiceError not_found, invalid for an encapsulation of the other medium, conflict while a change is under way
 */
export async function changeEncapsulation({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ChangeEncapsulationInput;
}): Promise<LinkView> {
  operatorOf(ctx);
  const { code, to } = parseInput(changeEncapsulationInput, input);
  await commit(ctx, async (work) => {
    const row = await linkNamed(work.tx, code);
    refuseUnfit(row, to);
    mustFitLongHaul(to, row.longHaul, "to");
    const missingBefore = total(framesMissing(ctx.live, await loadFabric(work.tx), row.id, ctx.now()));
    const times = { startedAt: ctx.now(), stageAt: ctx.now() };
    const about = { id: ctx.newId("task"), linkId: row.id, from: row.encapsulation, to };
    try {
      await work.tx
        .insert(linkChange)
        .values({ ...about, ...times, stage: "accepting", missingBefore, actorName: ctx.actor.name });
    } catch (error) {
      throw violatedUnique(error) === null ? error : underWay(code);
    }
    await changeFabric(work, async () => {
      await work.tx.update(link).set({ alsoAccepts: to }).where(eq(link.id, row.id));
    });
    const [before, after] = [{ encapsulation: row.encapsulation }, { encapsulation: to }];
    await recordAudit(work.tx, ctx, { action: "link.encapsulation", subjectId: row.id, tenantId: null, before, after });
  });
  return getLink({ ctx, input: { code } });
}

/** Takes every change under way one stage further whose two agents hold the last one; most of the time none. */
export async function advanceChanges(ctx: ServiceContext): Promise<void> {
  const running = await ctx.db.read.select().from(linkChange).where(ne(linkChange.stage, "done"));
  const due = running.filter(({ stageAt }) => ctx.now() - stageAt >= STAGE_MS);
  if (due.length === 0) return;
  await commit(ctx, async (work) => {
    const fabric = await loadFabric(work.tx);
    for (const row of due) if (await areInStep(work, fabric, row.linkId)) await advance(work, fabric, row);
  });
}

async function advance(work: Work, fabric: Fabric, row: ChangeRow): Promise<void> {
  const { tx, ctx } = work;
  const isSending = row.stage === "sending";
  const missing = total(framesMissing(ctx.live, fabric, row.linkId, ctx.now()));
  const next = isSending
    ? { stage: "done" as const, lostFrames: Math.max(0, missing - row.missingBefore) }
    : { stage: "sending" as const };
  await tx
    .update(linkChange)
    .set({ ...next, stageAt: ctx.now() })
    .where(eq(linkChange.id, row.id));
  const held = isSending ? { alsoAccepts: null } : { encapsulation: row.to, alsoAccepts: row.from };
  await changeFabric(work, async () => {
    await tx.update(link).set(held).where(eq(link.id, row.linkId));
    // Another overhead leaves another room: the paths that carry full frames may be others now.
    await replanPseudowires(work);
  });
}

function total(missing: Missing): number {
  return Object.values(missing).reduce((sum, frames) => sum + frames, 0);
}

/** Both ends' agents follow the newest state and say nothing against the link. */
async function areInStep({ tx, ctx }: Work, { links }: Fabric, linkId: string): Promise<boolean> {
  const row = links.find((one) => one.link.id === linkId);
  if (row === undefined) return false;
  const ends = await Promise.all([row.a, row.b].map((end) => isInStep(tx, ctx, end.switchId, `link ${end.number}`)));
  return ends.every((end) => end);
}

async function isInStep(tx: Queryable, ctx: ServiceContext, switchId: string, object: string): Promise<boolean> {
  const [row] = await tx.select().from(networkSwitch).where(eq(networkSwitch.id, switchId));
  const last = ctx.live.lastReport(switchId);
  if (row === undefined || last === null) return false;
  const isFaulty = last.report.problems.some((problem) => problem.object === object);
  return agentView(row, last, ctx.now()).state === "in_step" && !isFaulty;
}

function refuseUnfit({ code, medium, encapsulation }: typeof link.$inferSelect, to: ChangeRow["to"]): void {
  if (to === encapsulation) throw new ServiceError("conflict", `Link ${code} is sent as ${to} already.`, "to");
  const kinds: readonly string[] = medium === "line" ? LINE_ENCAPSULATIONS : PROVIDER_ENCAPSULATIONS;
  if (kinds.includes(to)) return;
  const what = medium === "line" ? "a dedicated line" : "a link through a provider";
  throw new ServiceError("invalid", `Link ${code} is ${what}: it takes ${kinds.join(", ")}. Choose one of them.`, "to");
}

function underWay(code: string): ServiceError {
  return new ServiceError("conflict", `The encapsulation of link ${code} is being changed. Wait until that is done.`);
}
