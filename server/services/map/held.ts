import { and, eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { attachment, segmentNumber, trunkAttachment } from "@/db/schema/map";
import { port } from "@/db/schema/switch";
import type { Place } from "../../domain/attachments";
import { portAt } from "../link/ends";

/** The places that a VLAN has in the maps now. */
export async function heldPlaces(db: Queryable, vlanId: string): Promise<Place[]> {
  const attached = await db
    .select({ port })
    .from(attachment)
    .innerJoin(port, eq(port.id, attachment.portId))
    .where(eq(attachment.vlanId, vlanId));
  const trunked = await db
    .select({ port })
    .from(trunkAttachment)
    .innerJoin(port, eq(port.id, trunkAttachment.portId))
    .where(eq(trunkAttachment.vlanId, vlanId));
  return [...attached, ...trunked].map(({ port }) => ({ ...portAt(port), kind: port.kind }));
}

/** L of a VLAN on a switch; null where it has none. */
export async function heldNumber(db: Queryable, switchId: string, vlanId: string): Promise<number | null> {
  const [row] = await db
    .select({ number: segmentNumber.number })
    .from(segmentNumber)
    .where(and(eq(segmentNumber.switchId, switchId), eq(segmentNumber.vlanId, vlanId)));
  return row?.number ?? null;
}
