import { and, eq } from "drizzle-orm";
import { clientVlan } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { attachment, segmentNumber, trunkAttachment } from "@/db/schema/map";
import { port } from "@/db/schema/switch";
import type { Place } from "../../domain/attachments";
import { NO_TERMS, type ServiceTerms } from "../../domain/service-terms";
import { portAt } from "../topology/port-at";
import { readTerms } from "./terms";

/** The places that a VLAN has in the maps now. */
export async function heldPlaces(db: Queryable, vlanId: string): Promise<Place[]> {
  const attached = await db
    .select({ port, vid: attachment.vid, terms: attachment.terms })
    .from(attachment)
    .innerJoin(port, eq(port.id, attachment.portId))
    .where(eq(attachment.vlanId, vlanId));
  const trunked = await db
    .select({ port })
    .from(trunkAttachment)
    .innerJoin(port, eq(port.id, trunkAttachment.portId))
    .where(eq(trunkAttachment.vlanId, vlanId));
  return [
    ...attached.map(({ port, vid, terms }) => placeAt(port, vid, readTerms(terms))),
    ...trunked.map(({ port }) => placeAt(port, null, NO_TERMS)),
  ];
}

/** A row's port as a place; VLAN id (null is untagged) and terms say nothing at a port that is no machine's. */
export function placeAt(row: typeof port.$inferSelect, vid: number | null, terms: ServiceTerms): Place {
  const { kind } = row;
  if (kind === "client" || kind === "cloud") {
    return { ...portAt(row), kind, clientVlan: clientVlan.parse(vid ?? "untagged"), terms };
  }
  if (kind === "link") throw new Error(`port ${row.id} is a link's end, where no segment is attached`);
  return { ...portAt(row), kind };
}

/** L of a VLAN on a switch; null where it has none. */
export async function heldNumber(db: Queryable, switchId: string, vlanId: string): Promise<number | null> {
  const [row] = await db
    .select({ number: segmentNumber.number })
    .from(segmentNumber)
    .where(and(eq(segmentNumber.switchId, switchId), eq(segmentNumber.vlanId, vlanId)));
  return row?.number ?? null;
}
