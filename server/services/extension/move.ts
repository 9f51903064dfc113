import { and, eq } from "drizzle-orm";
import { extension, extensionTransition } from "@/db/schema/extension";
import { type ExtensionState, mayMove } from "../../domain/extension-state";
import type { OrderProof } from "../../domain/step-log-proof";
import { ServiceError } from "../../errors";
import type { Actor } from "../context";
import type { Work } from "../event/commit";

type ExtensionRow = typeof extension.$inferSelect;

/** Brings an extension into the world, in its first state. */
export async function beginExtension(
  work: Work,
  row: Omit<ExtensionRow, "state" | "reason" | "createdAt" | "updatedAt" | "loopEnd" | "loopUntil" | "loopBy">,
) {
  const at = work.ctx.now();
  const noLoop = { loopEnd: null, loopUntil: null, loopBy: null };
  const begun: ExtensionRow = { ...row, ...noLoop, state: "requested", reason: null, createdAt: at, updatedAt: at };
  await work.tx.insert(extension).values(begun);
  await noteTransition(work, begun, null, { reason: null, proof: null });
  return begun;
}

/**
 * The only way that an extension's state changes: the move must be in the table, is written with actor, time and
 * reason, and is told to the bus after the commit.
 *
 * @param reason why, when the state needs a sentence; it stays on the extension until the next move
 * @param proof what an agent's report proved by it, kept with the transition
 * @throws ServiceError conflict when the table has no such move, or somebody moved it in between
 */
export async function moveExtension(
  work: Work,
  from: ExtensionRow,
  to: ExtensionState,
  reason: string | null = null,
  proof: OrderProof | null = null,
): Promise<ExtensionRow> {
  if (!mayMove(from.state, to)) throw noSuchMove(from.state, to);
  const updatedAt = work.ctx.now();
  const moved = await work.tx
    .update(extension)
    .set({ state: to, reason, updatedAt })
    .where(and(eq(extension.id, from.id), eq(extension.state, from.state)))
    .returning();
  const [row] = moved;
  if (row === undefined) throw movedMeanwhile();
  await noteTransition(work, row, from.state, { reason, proof });
  return row;
}

async function noteTransition(
  work: Work,
  row: ExtensionRow,
  from: ExtensionState | null,
  { reason, proof }: { reason: string | null; proof: OrderProof | null },
) {
  const { kind, id, name } = signature(work.ctx.actor);
  await work.tx.insert(extensionTransition).values({
    extensionId: row.id,
    from,
    to: row.state,
    actorKind: kind,
    actorId: id,
    actorName: name,
    reason,
    proof: proof === null ? null : JSON.stringify(proof),
    at: work.ctx.now(),
  });
  work.announce({ kind: "extension", id: row.id, tenantId: row.tenantId });
}

function signature(actor: Actor): { kind: Actor["kind"]; id: string | null; name: string } {
  if (actor.kind === "user") return { kind: "user", id: actor.userId, name: actor.name };
  if (actor.kind === "agent") return { kind: "agent", id: actor.switchId, name: actor.name };
  return { kind: "system", id: null, name: actor.name };
}

function noSuchMove(from: ExtensionState, to: ExtensionState): ServiceError {
  const [is, become] = [stateWords(from), stateWords(to)];
  return new ServiceError("conflict", `This extension is ${is} and cannot become ${become}. Reload to see its state.`);
}

function movedMeanwhile(): ServiceError {
  return new ServiceError("conflict", "This extension changed just now. Reload to see its state, then decide again.");
}

/** A state in a sentence: "awaiting approval". */
export function stateWords(state: ExtensionState): string {
  return state.replaceAll("_", " ");
}
