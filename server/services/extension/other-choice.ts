import { and, desc, eq, isNull, ne, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { cloudSystem, resource } from "@/db/schema/cloud";

interface Choice {
  readonly resource: typeof resource.$inferSelect;
  readonly cloudId: string | null;
}

/** What to choose instead, "Choose 110A.3 (free).": of the same system if there is one, else of the same cloud. */
export async function otherChoice(db: Queryable, { resource: taken, cloudId }: Choice): Promise<string> {
  if (cloudId === null) return "Choose another rack, or a resource of a cloud.";
  const sameSystem = sql`${resource.cloudSystemId} = ${taken.cloudSystemId}`;
  const [free] = await db
    .select({ name: resource.name })
    .from(resource)
    .innerJoin(cloudSystem, eq(cloudSystem.id, resource.cloudSystemId))
    .where(and(eq(cloudSystem.cloudId, cloudId), isNull(resource.reservedFor), ne(resource.id, taken.id)))
    .orderBy(desc(sameSystem), resource.name)
    .limit(1);
  if (free === undefined) return "Nothing else is free in this cloud now: choose a resource of another cloud.";
  return `Choose ${free.name} (free).`;
}
