import type { extension } from "@/db/schema/extension";
import type { Work } from "../event/commit";
import { restUnused } from "../pseudowire/rest";
import { freeResource } from "./resource-hold";

/** Frees what an extension held that has ended: its resource, and a way of its own that no other extension crosses by. */
export async function letGo(
  work: Work,
  { resourceId, pseudowireId }: Pick<typeof extension.$inferSelect, "resourceId" | "pseudowireId">,
): Promise<void> {
  await freeResource(work, resourceId);
  await restUnused(work, [pseudowireId]);
}
