import { eq } from "drizzle-orm";
import type { ReportReply, ReportRequest } from "@/agent/protocol";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { faultOf, type Move, movesByEvidence, type Watched } from "../../domain/evidence";
import { recordAudit } from "../audit/record";
import { advanceDrills } from "../drill/advance";
import { commit, type Work } from "../event/commit";
import { letGo } from "../extension/let-go";
import { moveExtension } from "../extension/move";
import { advanceChanges } from "../link/change-encapsulation";
import { advanceMachines } from "../machine/advance";
import { announceCoupled } from "../machine/announcement";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { advanceLoopbacks } from "../probe/loopback";
import { type ProveOrder, prover } from "../step-log/prove-order";
import type { AgentContext } from "./context";
import { sightOf } from "./sight";
import { trackerOf } from "./tracker";

type ExtensionRow = typeof extension.$inferSelect;

/**
 * Keeps an agent's report and moves the extensions whose state it changes: configured when all of their entries were
 * read back, live when a frame was counted at every hop or a probe came back, back when an entry or two rounds of probes
 * are lost, failed when a kernel never accepted a fresh order, released when all is gone.
 * Most reports change no state, and then nothing is written.
 */
export async function takeReport({ ctx, input }: { ctx: AgentContext; input: ReportRequest }): Promise<ReportReply> {
  const { switchId } = ctx.actor;
  const tracker = trackerOf(ctx);
  // Before the report is kept: what the rules counted until now is not the new extensions' doing.
  await tracker.refresh();
  tracker.takeRounds(switchId, input.probes);
  ctx.live.report(switchId, input, ctx.now());
  await advanceChanges(ctx);
  await advanceDrills(ctx);
  await advanceMachines(ctx);
  await advanceLoopbacks(ctx);
  const now = ctx.now();
  const sight = (other: string) => sightOf(ctx.live, other);
  const moves = tracker.on(switchId).flatMap(([id, before]) => {
    const watched = tracker.noteFault(id, before, faultOf(before, sight, now) !== null, now);
    const justified = movesByEvidence(watched, sight, now, ctx.live.rounds.roundsOf(id));
    return justified.length === 0 ? [] : [{ id, watched, justified }];
  });
  if (moves.length > 0) {
    await commit(ctx, async (work) => {
      const prove = prover(work);
      for (const { id, watched, justified } of moves) await moveByEvidence(work, id, { watched, justified, prove });
    });
  }
  return { ok: true };
}

interface Evident {
  readonly watched: Watched;
  readonly justified: readonly Move[];
  readonly prove: ProveOrder;
}

async function moveByEvidence(work: Work, id: string, { watched, justified, prove }: Evident): Promise<void> {
  const [found] = await work.tx.select().from(extension).where(eq(extension.id, id));
  // Somebody moved it since the evidence was judged: the next report judges it as it is then.
  if (found === undefined || found.state !== watched.state) return;
  let row = found;
  for (const { to, reason } of justified) {
    await noteDrift(work, row, { to, reason });
    row = await moveExtension(work, row, to, reason, await prove(row, watched, to));
  }
  if (justified.some(({ to }) => to === "configured")) await announceCoupled(work, row.resourceId);
  if (row.state === "failed") await takeBack(work, row);
  if (row.state === "released" || row.state === "failed") await letGo(work, row);
}

/** The map rows of a failed order go in the same transaction, so that no half of it stays in any kernel. */
async function takeBack(work: Work, row: ExtensionRow): Promise<void> {
  const [segment] = await work.tx.select().from(vlan).where(eq(vlan.id, row.vlanId));
  if (segment === undefined) throw new Error(`extension ${row.id} has no VLAN`);
  await syncMap(work, segmentOf(segment));
}

/** What was lost in a kernel and what was repaired is worth remembering; the ordinary way forward is in the transitions. */
async function noteDrift({ tx, ctx }: Work, row: ExtensionRow, { to, reason }: Move): Promise<void> {
  const isRepair = row.reason !== null;
  if (reason === null && !isRepair) return;
  await recordAudit(tx, ctx, {
    action: to === "failed" ? "extension.fail" : reason === null ? "extension.repair" : "extension.drift",
    subjectId: row.id,
    tenantId: row.tenantId,
    before: { state: row.state, reason: row.reason },
    after: { state: to, reason },
  });
}
