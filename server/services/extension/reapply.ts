import { and, eq, inArray } from "drizzle-orm";
import { extension } from "@/db/schema/extension";
import type { Work } from "../event/commit";
import { moveExtension } from "./move";

/** Every extension of a VLAN whose terms change has to be read back anew: what its kernels held is not what is asked now. */
export async function reapply(work: Work, vlanId: string): Promise<void> {
  const rows = await work.tx
    .select()
    .from(extension)
    .where(and(eq(extension.vlanId, vlanId), inArray(extension.state, ["configured", "live"])));
  for (const row of rows) await moveExtension(work, row, "allocated");
}
