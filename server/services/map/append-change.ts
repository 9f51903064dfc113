import { and, eq, lte } from "drizzle-orm";
import { type DesiredChange, type DesiredParts, hashAfter, NOTHING_DESIRED } from "@/agent/protocol";
import { networkSwitch, switchChange } from "@/db/schema/switch";
import type { Work } from "../event/commit";

/** Changes of a switch that stay readable one by one; an agent that is further behind takes the whole state. */
const FEED_KEPT = 1_000;

/**
 * Appends the next numbered change of a switch, in the transaction that changes its rows: what `left` its desired state
 * and what `entered` it. What only changed is in both; a part that is not named did not change.
 */
export async function appendChange(
  { tx, ctx, announce }: Work,
  switchId: string,
  leaving: Partial<DesiredParts>,
  entering: Partial<DesiredParts>,
): Promise<void> {
  const left = { ...NOTHING_DESIRED, ...leaving };
  const entered = { ...NOTHING_DESIRED, ...entering };
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
  const { ports, links, transits, entries } = entered;
  return {
    number: number + 1,
    hash,
    set: { ports: [...ports], links: [...links], transits: [...transits], entries: [...entries] },
    drop: {
      ports: gone(left.ports, ports, (port) => port.number),
      links: gone(left.links, links, (link) => link.number),
      transits: gone(left.transits, transits, (transit) => transit.key),
      entries: gone(left.entries, entries, (entry) => entry.key),
    },
  };
}

/** Keys of what left and did not come back in another form. */
function gone<T, Key>(left: readonly T[], entered: readonly T[], keyOf: (item: T) => Key): Key[] {
  const stays = new Set(entered.map(keyOf));
  return left.map(keyOf).filter((key) => !stays.has(key));
}
