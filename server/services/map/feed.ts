import { and, asc, eq, gte } from "drizzle-orm";
import { type DesiredChange, desiredChange, type WatchReply, type WatchRequest } from "@/agent/protocol";
import type { Database, Queryable } from "@/db/client";
import { networkSwitch, switchChange } from "@/db/schema/switch";
import { notFound } from "../../errors";
import { desiredStateOf } from "./desired";

/** More changes than this are not sent one by one. */
const MOST_CHANGES = 500;

/**
 * What an agent must be told that has `have`: nothing, the changes after it, or the whole state when what it has is not
 * a state of this switch that the feed still reaches back to.
 */
export async function desiredSince(
  db: Database,
  switchId: string,
  have: WatchRequest["have"],
): Promise<WatchReply["desired"]> {
  const [now] = await db.read
    .select({ number: networkSwitch.changeNumber, hash: networkSwitch.stateHash })
    .from(networkSwitch)
    .where(eq(networkSwitch.id, switchId));
  if (now === undefined) throw notFound("switch", switchId);
  if (have?.number === now.number && have.hash === now.hash) return { kind: "unchanged" };
  const changes = have === null ? [] : await changesAfter(db.read, switchId, have);
  if (changes.length > 0) return { kind: "changes", changes };
  return { kind: "state", state: await db.transact((tx) => desiredStateOf(tx, switchId)) };
}

/** The changes after a state, gapless; none when the feed does not hold that very state. */
async function changesAfter(
  db: Queryable,
  switchId: string,
  have: { number: number; hash: string },
): Promise<DesiredChange[]> {
  const rows = await db
    .select({ body: switchChange.body })
    .from(switchChange)
    .where(and(eq(switchChange.switchId, switchId), gte(switchChange.number, have.number)))
    .orderBy(asc(switchChange.number))
    .limit(MOST_CHANGES + 2);
  const [anchor, ...changes] = rows.map(({ body }) => desiredChange.parse(JSON.parse(body)));
  if (anchor?.number !== have.number || anchor.hash !== have.hash || changes.length > MOST_CHANGES) return [];
  return changes;
}
