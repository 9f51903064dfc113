import { and, asc, eq, isNull } from "drizzle-orm";
import { type DatacenterTag, datacenterTag as datacenterTagSchema } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { datacenterTag } from "@/db/schema/link";
import { ServiceError } from "../../errors";

/**
 * A tag 3 for frames that travel to a datacenter by one direction of a path, from the datacenter's own range (seed
 * para 66): the lowest never used, else the one freed longest ago.
 *
 * @throws ServiceError "exhausted" when all are held
 */
export async function allocateDatacenterTag(
  tx: Queryable,
  datacenterId: string,
  pathId: string,
): Promise<DatacenterTag> {
  const [row] = await tx
    .select({ tag: datacenterTag.tag })
    .from(datacenterTag)
    .where(and(eq(datacenterTag.datacenterId, datacenterId), isNull(datacenterTag.pathId)))
    .orderBy(asc(datacenterTag.freedAt), asc(datacenterTag.tag))
    .limit(1);
  if (row === undefined) throw exhausted();
  await tx.update(datacenterTag).set({ pathId, freedAt: null }).where(eq(datacenterTag.tag, row.tag));
  return datacenterTagSchema.parse(row.tag);
}

/** Gives both tags of a path back. `now` in ms since 1970. */
export async function freeDatacenterTags(tx: Queryable, pathId: string, now: number): Promise<void> {
  await tx.update(datacenterTag).set({ pathId: null, freedAt: now }).where(eq(datacenterTag.pathId, pathId));
}

function exhausted(): ServiceError {
  return new ServiceError(
    "exhausted",
    "All datacenter tags of the far datacenter are held by paths. Take a link out that no path needs, or ask the operator for a larger range.",
  );
}
