import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { directLink, resource } from "@/db/schema/cloud";
import type { extension } from "@/db/schema/extension";
import { directWords } from "../../domain/walk-direct";
import type { Work } from "../event/commit";
import { moveExtension } from "./move";

type ExtensionRow = typeof extension.$inferSelect;

/** Code of the direct link at whose end a resource is; null at a switch. */
export async function directLinkOf(db: Queryable, resourceId: string): Promise<string | null> {
  const [row] = await db
    .select({ code: directLink.code })
    .from(resource)
    .innerJoin(directLink, eq(directLink.id, resource.directLinkId))
    .where(eq(resource.id, resourceId));
  return row?.code ?? null;
}

/** An order over a direct link is carried out when it is placed: there is no switch to wait for. */
export async function carryOutDirect(work: Work, begun: ExtensionRow, code: string): Promise<void> {
  const allocated = await moveExtension(work, begun, "allocated");
  await moveExtension(work, allocated, "configured", directWords(code));
}

/** And released when that is asked: no kernel has to let go of it. */
export async function releaseDirect(work: Work, row: ExtensionRow, code: string): Promise<ExtensionRow> {
  const releasing = await moveExtension(work, row, "releasing");
  return moveExtension(work, releasing, "released", `Nothing of it was on a switch. Link ${code} is your own cable.`);
}
