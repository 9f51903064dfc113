import { and, eq, lte } from "drizzle-orm";
import { type DesiredChange, type DesiredParts, hashAfter } from "@/agent/protocol";
import { networkSwitch, switchChange } from "@/db/schema/switch";
import type { Work } from "../event/commit";

/** Changes of a switch that stay readable one by one; an agent that is further behind takes the whole state. */
const FEED_KEPT = 1_000;

/**
 * Appends the next numbered change of a switch, in the transaction that changes its map: what `left` its desired state
 * and what `entered` it. An entry that only changed is in both.
 */
export async function appendChange(
  { tx, ctx, announce }: Work,
  switchId: string,
  left: DesiredParts,
  entered: DesiredParts,
): Promise<void> {
  const [before] = await tx.select().from(networkSwitch).where(eq(networkSwitch.id, switchId));
  if (before === undefined) throw new Error(`no switch ${switchId} to change`);
  const change = changeAfter(before.changeNumber, hashAfter(before.stateHash, left, entered), left, entered);
  const { number, hash } = change;
  await tx.update(networkSwitch).set({ changeNumber: number, stateHash: hash }).where(eq(networkSwitch.id, switchId));
  await tx.insert(switchChange).values({ switchId, number, body: JSON.stringify(change), at: ctx.now() });
  await tx
    .delete(switchChange)
    .where(and(eq(switchChange.switchId, switchId), lte(switchChange.number, number - FEED_KEPT)));
  announce({ kind: "switch_desired", switchId });
}

function changeAfter(number: number, hash: string, left: DesiredParts, entered: DesiredParts): DesiredChange {
  const stays = new Set(entered.entries.map((entry) => entry.key));
  return {
    number: number + 1,
    hash,
    setPorts: [...entered.ports],
    set: [...entered.entries],
    drop: left.entries.map((entry) => entry.key).filter((key) => !stays.has(key)),
  };
}
