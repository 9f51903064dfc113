import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { copyStream } from "@/db/schema/copy";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import type { Segment } from "../../domain/attachments";
import { segmentOf } from "../map/routes";

/** Other VLANs of the same client system whose rules copy to what a VLAN reaches, or reached: its extension may be theirs to use. */
export async function segmentsCopyingWith(db: Queryable, vlanId: string): Promise<Segment[]> {
  const own = alias(vlan, "own_vlan");
  const reached = db.select({ id: extension.resourceId }).from(extension).where(eq(extension.vlanId, vlanId));
  const rows = await db
    .selectDistinct({ vlan })
    .from(own)
    .innerJoin(copyStream, eq(copyStream.clientSystemId, own.clientSystemId))
    .innerJoin(vlan, eq(vlan.id, copyStream.vlanId))
    .where(
      and(
        eq(own.id, vlanId),
        ne(copyStream.vlanId, vlanId),
        inArray(copyStream.resourceId, reached),
        isNull(vlan.releasedAt),
      ),
    );
  return rows.map((row) => segmentOf(row.vlan));
}
