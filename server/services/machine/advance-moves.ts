import { and, eq, inArray } from "drizzle-orm";
import { machine, machineMove } from "@/db/schema/machine";
import { networkSwitch } from "@/db/schema/switch";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { announceMachine } from "./announcement";
import { extensionsTo } from "./cross-over";
import { type MachineRow, type MoveRow, placedAt } from "./placed";
import type { MachineSight } from "./provider";
import { providerOf } from "./providers";
import { segmentBalance } from "./segment-balance";
import { switchOver } from "./switch-over";

/** A machine that does not run at its new place for so long, in ms, stays at the old one. */
const GIVE_UP_AFTER_MS = 60_000;
/** After the switch-over the counters of both ends need so long to tell the whole, in ms: three reports. */
const SETTLE_MS = 4_000;

interface Moving {
  readonly move: MoveRow;
  readonly row: MachineRow;
}

type Step =
  | { readonly kind: "switch" }
  | { readonly kind: "fail"; readonly reason: string }
  | { readonly kind: "converged" }
  | { readonly kind: "done" };

/** Takes each move under way a stage further whose switches and extensions are ready for it; most of the time none. */
export async function advanceMoves(ctx: ServiceContext): Promise<void> {
  const running = await ctx.db.read
    .select({ move: machineMove, row: machine })
    .from(machineMove)
    .innerJoin(machine, eq(machine.id, machineMove.machineId))
    .where(inArray(machineMove.stage, ["preparing", "switching"]));
  for (const moving of running) {
    const step = await nextStep(ctx, moving);
    if (step !== null) await takeStep(ctx, moving, step);
  }
}

function nextStep(ctx: ServiceContext, moving: Moving): Promise<Step | null> {
  return moving.move.stage === "preparing" ? afterPreparing(ctx, moving) : afterSwitching(ctx, moving);
}

async function afterPreparing(ctx: ServiceContext, { move, row }: Moving): Promise<Step | null> {
  const { state, detail } = await sightAt(ctx, row, move.toPortId);
  if (state === "failed") return { kind: "fail", reason: detail ?? "It could not be made at the new place." };
  const reaching = await extensionsTo(ctx.db.read, row.id);
  const isLetGo = reaching.some(({ extension }) => extension.state === "releasing");
  if (state === "running" && !isLetGo) return { kind: "switch" };
  if (ctx.now() - move.stageAt < GIVE_UP_AFTER_MS) return null;
  const what = isLetGo ? "An extension to it was being released" : "It did not run at the new place";
  return { kind: "fail", reason: `${what} for ${GIVE_UP_AFTER_MS / 1000} s. Try again, or ask the operator.` };
}

async function afterSwitching(ctx: ServiceContext, { move, row }: Moving): Promise<Step | null> {
  if (move.convergedMs !== null) {
    return ctx.now() - move.stageAt - move.convergedMs >= SETTLE_MS ? { kind: "done" } : null;
  }
  const old = await sightAt(ctx, row, move.fromPortId);
  const reaching = await extensionsTo(ctx.db.read, row.id);
  const isSet = reaching.every(({ extension }) => extension.state !== "allocated");
  return isSet && old.state === "gone" ? { kind: "converged" } : null;
}

async function sightAt({ db, live }: ServiceContext, row: MachineRow, portId: string): Promise<MachineSight> {
  const placed = await placedAt(db.read, row.id, portId);
  const [home] = await db.read.select().from(networkSwitch).where(eq(networkSwitch.id, placed.port.switchId));
  return providerOf(row).sight(live, placed, home?.changeNumber ?? 0);
}

/** One transaction a step; a move that somebody else took further meanwhile is left to the next report. */
async function takeStep(ctx: ServiceContext, { move, row }: Moving, step: Step): Promise<void> {
  try {
    await commit(ctx, async (work) => {
      const same = and(eq(machineMove.id, move.id), eq(machineMove.stage, move.stage));
      const [now] = await work.tx.select().from(machineMove).where(same);
      if (now === undefined || now.convergedMs !== move.convergedMs) return;
      await perform(work, { move: now, row }, step);
      work.announce({ kind: "machine", id: row.id, tenantId: row.tenantId });
    });
  } catch (error) {
    if (!(error instanceof ServiceError) || step.kind !== "switch") throw error;
    // An extension cannot follow to the new place any more: that ends the move, in a transaction of its own.
    await takeStep(ctx, { move, row }, { kind: "fail", reason: error.message });
  }
}

async function perform(work: Work, moving: Moving, step: Step): Promise<void> {
  if (step.kind === "switch") return switchOver(work, moving.row, moving.move);
  if (step.kind === "fail") return fail(work, moving, step.reason);
  if (step.kind === "converged") return converge(work, moving);
  return finish(work, moving);
}

/** Everything stays at the old place. */
async function fail(work: Work, { move, row }: Moving, reason: string): Promise<void> {
  const { tx, ctx } = work;
  await providerOf(row).remove(work, await placedAt(tx, row.id, move.toPortId));
  await end(work, { move, row }, { stage: "failed", reason });
  const about = { subjectId: row.id, tenantId: row.tenantId };
  await recordAudit(tx, ctx, { action: "machine.move_fail", ...about, after: { reason } });
}

async function converge({ tx, ctx }: Work, { move, row }: Moving): Promise<void> {
  const convergedMs = ctx.now() - move.stageAt;
  await tx.update(machineMove).set({ convergedMs }).where(eq(machineMove.id, move.id));
  announceMachine(ctx, await placedAt(tx, row.id, move.toPortId));
}

async function finish(work: Work, { move, row }: Moving): Promise<void> {
  const { tx, ctx } = work;
  const vlanIds = [...new Set((await extensionsTo(tx, row.id)).map((one) => one.vlan.id))];
  const missing = await segmentBalance(tx, ctx.live, vlanIds, { now: ctx.now() });
  const lostFrames = Math.max(0, missing - (move.missingBefore ?? 0));
  await end(work, { move, row }, { stage: "done", lostFrames });
  const about = { subjectId: row.id, tenantId: row.tenantId };
  const after = { lostFrames, convergedMs: move.convergedMs };
  await recordAudit(tx, ctx, { action: "machine.moved", ...about, after });
}

async function end(
  { tx, ctx }: Work,
  { move, row }: Moving,
  set: { stage: "done" | "failed"; reason?: string; lostFrames?: number },
): Promise<void> {
  // How long the last stage took is told by its figures; when it ended by this.
  const stageAt = set.stage === "done" ? move.stageAt : ctx.now();
  await tx
    .update(machineMove)
    .set({ ...set, stageAt })
    .where(eq(machineMove.id, move.id));
  await tx.update(machine).set({ state: "running" }).where(eq(machine.id, row.id));
}
