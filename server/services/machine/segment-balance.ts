import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { vlan } from "@/db/schema/vlan";
import { isMachinePlace } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import type { LiveStore } from "../../live/store";
import { heldPlaces } from "../map/held";
import { segmentOf } from "../map/routes";
import { framesAt } from "../topology/frames-missing";

/**
 * Frames that went into VLANs at the ports of machines and racks, less those that came out, by the kernels' counters,
 * each carried on to `now` (ms since 1970) at its own rate. Its rise over a time is what was lost in it, to a few frames.
 *
 * @param without a port whose counters are about to end, and so count in neither of two looks
 */
export async function segmentBalance(
  db: Queryable,
  live: LiveStore,
  vlanIds: readonly string[],
  { now, without }: { readonly now: number; readonly without?: string },
): Promise<number> {
  const balances = await Promise.all(vlanIds.map((id) => balanceOf(db, live, id, now, without)));
  return Math.round(balances.reduce((sum, balance) => sum + balance, 0));
}

async function balanceOf(db: Queryable, live: LiveStore, vlanId: string, now: number, without?: string) {
  const [row] = await db.select().from(vlan).where(eq(vlan.id, vlanId));
  if (row === undefined) return 0;
  const segment = segmentOf(row);
  const places = (await heldPlaces(db, vlanId)).filter((place) => isMachinePlace(place) && place.portId !== without);
  return places.reduce((sum, place) => {
    const last = live.lastReport(place.switchId);
    if (last === null) return sum;
    const own = last.report.counters.filter(({ key }) => key === placeKey(segment, place));
    const signed = own.map((one) => (one.direction === "in" ? 1 : -1) * framesAt(one, last, now));
    return sum + signed.reduce((total, frames) => total + frames, 0);
  }, 0);
}
