import { and, eq } from "drizzle-orm";
import { machine, machineMove } from "@/db/schema/machine";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { rehearse } from "../event/rehearse";
import { parseInput } from "../parse-input";
import { operatorOf } from "../scope";
import { crossOver } from "./cross-over";
import { getMachine } from "./list";
import { prepare } from "./move";
import type { MoveRow } from "./placed";
import { type MachineIdInput, machineIdInput, type RejectMoveInput, rejectMoveInput } from "./schemas";
import type { MachineView } from "./view";

/**
 * Approves a tenant's move into another datacenter; it begins at once. Since it was asked for the fabric may have changed.
 *
 * @throws ServiceError not_found, conflict when it was decided or an extension cannot follow (`crossOver`)
 */
export async function approveMove({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: MachineIdInput;
}): Promise<MachineView> {
  const { id } = parseInput(machineIdInput, input);
  return decide(ctx, id, { stage: "preparing", reason: null });
}

/** Rejects it with a reason that the tenant reads; nothing changes. @throws ServiceError not_found, conflict when it was decided */
export async function rejectMove({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: RejectMoveInput;
}): Promise<MachineView> {
  const { id, reason } = parseInput(rejectMoveInput, input);
  return decide(ctx, id, { stage: "rejected", reason });
}

interface Decision {
  readonly stage: "preparing" | "rejected";
  readonly reason: string | null;
}

async function decide(ctx: ServiceContext, id: string, decision: Decision): Promise<MachineView> {
  const operator = operatorOf(ctx);
  const machineId = await commit(ctx, async (work) => {
    const { tx, announce } = work;
    const [move] = await tx
      .update(machineMove)
      .set({ ...decision, stageAt: ctx.now(), decidedByName: operator.name })
      .where(and(eq(machineMove.id, id), eq(machineMove.stage, "awaiting_approval")))
      .returning();
    if (move === undefined) throw await notWaiting(work, id);
    const row = await machineOf(work, move);
    if (decision.stage === "preparing") await begin(work, row, move);
    announce({ kind: "machine", id: row.id, tenantId: row.tenantId });
    const action = decision.stage === "preparing" ? "machine.move_approve" : "machine.move_reject";
    const after = { reason: decision.reason };
    await recordAudit(tx, ctx, { action, subjectId: row.id, tenantId: row.tenantId, after });
    return row.id;
  });
  return getMachine({ ctx, input: { id: machineId } });
}

async function begin(work: Work, row: typeof machine.$inferSelect, move: MoveRow): Promise<void> {
  if (row.state !== "running") throw doesNotRun(row.name);
  const place = { portId: move.toPortId, cloudSystemId: move.toCloudSystemId };
  await rehearse(work, (dry) => crossOver(dry, row, place));
  await prepare(work, row, move.toPortId);
}

function doesNotRun(name: string): ServiceError {
  return new ServiceError("conflict", `Machine ${name} does not run now. Approve when it does, or reject the move.`);
}

async function machineOf({ tx }: Work, move: MoveRow) {
  const [row] = await tx.select().from(machine).where(eq(machine.id, move.machineId));
  if (row === undefined) throw new Error(`move ${move.id} has no machine`);
  return row;
}

async function notWaiting({ tx }: Work, id: string): Promise<ServiceError> {
  const [move] = await tx.select().from(machineMove).where(eq(machineMove.id, id));
  if (move === undefined) return notFound("move", id);
  const by = move.decidedByName === null ? "" : ` by ${move.decidedByName}`;
  return new ServiceError("conflict", `This move was decided${by} already. There is nothing left to decide.`);
}
