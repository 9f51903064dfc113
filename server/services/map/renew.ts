import { eq } from "drizzle-orm";
import { desiredHash } from "@/agent/protocol";
import type { Database } from "@/db/client";
import { networkSwitch } from "@/db/schema/switch";
import { desiredStateOf } from "./desired";

/**
 * Gives each switch whose rows mean another desired state than when they were written the hash of what they mean now, and
 * a number that no change leads to: its agent takes the whole state. For the start of a portal: a new version may ask a
 * switch for more than the one before did.
 *
 * @returns ids of the switches that were renewed; mostly none
 */
export async function renewDesired(db: Database): Promise<string[]> {
  return db.transact(async (tx) => {
    const renewed: string[] = [];
    for (const { id } of await tx.select({ id: networkSwitch.id }).from(networkSwitch)) {
      const state = await desiredStateOf(tx, id);
      const stateHash = desiredHash(state);
      if (stateHash === state.hash) continue;
      await tx
        .update(networkSwitch)
        .set({ stateHash, changeNumber: state.number + 1 })
        .where(eq(networkSwitch.id, id));
      renewed.push(id);
    }
    return renewed;
  });
}
