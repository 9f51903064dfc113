import { and, eq, inArray, isNotNull, notInArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import type { Work } from "../event/commit";
import { moveExtension } from "./move";

/**
 * Every extension of a VLAN whose terms change has to be read back anew: what its kernels held is not what is asked now.
 * On a direct link there is no kernel to ask.
 */
export async function reapply(work: Work, vlanId: string): Promise<void> {
  const rows = await work.tx
    .select()
    .from(extension)
    .where(
      and(
        eq(extension.vlanId, vlanId),
        inArray(extension.state, ["configured", "live"]),
        notInArray(extension.resourceId, directEnds(work.tx)),
      ),
    );
  for (const row of rows) await moveExtension(work, row, "allocated");
}

function directEnds(tx: Queryable) {
  return tx.select({ id: resource.id }).from(resource).where(isNotNull(resource.directLinkId));
}
