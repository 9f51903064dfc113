import { and, asc, eq, isNull, lt, sql } from "drizzle-orm";
import {
  MOST_BRIDGES,
  SEGMENTS_A_BRIDGE,
  type SegmentNumber,
  segmentNumber as segmentNumberSchema,
} from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { segmentNumber } from "@/db/schema/map";
import { networkSwitch } from "@/db/schema/switch";
import { ServiceError } from "../../errors";

/** Segments that one switch carries. */
const MOST = SEGMENTS_A_BRIDGE * MOST_BRIDGES;
/** The cursor stands here when only freed ones are left. */
const PAST_LAST = MOST + 1;

/**
 * L for a VLAN on a switch, in the transaction that needs it: the one that it has there already, else the next never
 * used, else the one freed longest ago. One index seek each; it stays until it is freed.
 *
 * @throws ServiceError "exhausted" when all 65,504 are in use
 */
export async function allocateSegmentNumber(tx: Queryable, switchId: string, vlanId: string): Promise<SegmentNumber> {
  const number =
    (await heldNumber(tx, switchId, vlanId)) ??
    (await neverUsed(tx, switchId, vlanId)) ??
    (await longestFreed(tx, switchId, vlanId));
  if (number === null) throw exhausted();
  return segmentNumberSchema.parse(number);
}

/** Gives the number of a VLAN on a switch back; does nothing when it has none there. `now` in ms since 1970. */
export async function freeSegmentNumber(tx: Queryable, switchId: string, vlanId: string, now: number): Promise<void> {
  await tx
    .update(segmentNumber)
    .set({ vlanId: null, freedAt: now })
    .where(and(eq(segmentNumber.switchId, switchId), eq(segmentNumber.vlanId, vlanId)));
}

async function heldNumber(tx: Queryable, switchId: string, vlanId: string): Promise<number | null> {
  const [row] = await tx
    .select({ number: segmentNumber.number })
    .from(segmentNumber)
    .where(and(eq(segmentNumber.switchId, switchId), eq(segmentNumber.vlanId, vlanId)));
  return row?.number ?? null;
}

async function neverUsed(tx: Queryable, switchId: string, vlanId: string): Promise<number | null> {
  const [moved] = await tx
    .update(networkSwitch)
    .set({ nextSegment: sql`${networkSwitch.nextSegment} + 1` })
    .where(and(eq(networkSwitch.id, switchId), lt(networkSwitch.nextSegment, PAST_LAST)))
    .returning({ next: networkSwitch.nextSegment });
  if (moved === undefined) return null;
  const number = moved.next - 1;
  await tx.insert(segmentNumber).values({ switchId, number, vlanId });
  return number;
}

async function longestFreed(tx: Queryable, switchId: string, vlanId: string): Promise<number | null> {
  const [row] = await tx
    .select({ number: segmentNumber.number })
    .from(segmentNumber)
    .where(and(eq(segmentNumber.switchId, switchId), isNull(segmentNumber.vlanId)))
    .orderBy(asc(segmentNumber.freedAt))
    .limit(1);
  if (row === undefined) return null;
  await tx
    .update(segmentNumber)
    .set({ vlanId, freedAt: null })
    .where(and(eq(segmentNumber.switchId, switchId), eq(segmentNumber.number, row.number)));
  return row.number;
}

function exhausted(): ServiceError {
  return new ServiceError(
    "exhausted",
    `All ${MOST} segment numbers of the switch are in use. Release an extension on it, or choose a resource at another switch.`,
  );
}
