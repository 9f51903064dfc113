import { and, eq } from "drizzle-orm";
import { type extension, linkRequest } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ATTACHED_STATES, type ExtensionState } from "../../domain/extension-state";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { parseInput } from "../parse-input";
import { memberOf } from "../scope";
import { directLinkOf, releaseDirect } from "./direct";
import { ownExtension } from "./find";
import { getExtension } from "./get";
import { letGo } from "./let-go";
import { moveExtension, stateWords } from "./move";
import { type ExtensionIdInput, extensionIdInput } from "./schemas";
import type { ExtensionView } from "./view";

type ExtensionRow = typeof extension.$inferSelect;

/**
 * Releases an extension: its map rows are gone when this returns, and it is `released` once the agents have said that
 * their kernels hold nothing of it. One that awaits approval is withdrawn at once.
 *
 * @throws ServiceError not_found, or conflict when it has ended or is being released
 */
export async function releaseExtension({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ExtensionIdInput;
}): Promise<ExtensionView> {
  const { tenantId } = memberOf(ctx);
  const { id } = parseInput(extensionIdInput, input);
  await commit(ctx, async (work) => {
    const row = await ownExtension(work.tx, tenantId, id);
    const { state } = row.state === "awaiting_approval" ? await withdraw(work, row) : await detach(work, row);
    await recordAudit(work.tx, ctx, {
      action: "extension.release",
      subjectId: id,
      tenantId,
      before: { state: row.state },
      after: { state },
    });
  });
  return getExtension({ ctx, input: { id } });
}

async function withdraw(work: Work, row: ExtensionRow): Promise<ExtensionRow> {
  const { tx, ctx, announce } = work;
  const [request] = await tx
    .update(linkRequest)
    .set({ state: "withdrawn", decidedAt: ctx.now() })
    .where(and(eq(linkRequest.extensionId, row.id), eq(linkRequest.state, "pending")))
    .returning({ id: linkRequest.id });
  if (request !== undefined) announce({ kind: "request", id: request.id, tenantId: row.tenantId });
  const moved = await moveExtension(work, row, "released", "Withdrawn before it was decided.");
  await letGo(work, row);
  return moved;
}

async function detach(work: Work, row: ExtensionRow): Promise<ExtensionRow> {
  refuseUnattached(row.state);
  const direct = await directLinkOf(work.tx, row.resourceId);
  if (direct !== null) return releaseDirect(work, row, direct);
  const moved = await moveExtension(work, row, "releasing");
  const [segment] = await work.tx.select().from(vlan).where(eq(vlan.id, row.vlanId));
  if (segment === undefined) throw new Error(`extension ${row.id} has no VLAN`);
  await syncMap(work, segmentOf(segment));
  return moved;
}

function refuseUnattached(state: ExtensionState): void {
  const attached: readonly ExtensionState[] = ATTACHED_STATES;
  if (attached.includes(state)) return;
  const next = state === "releasing" ? "Wait until the switches have let go of it." : "There is nothing to release.";
  throw new ServiceError("conflict", `This extension is ${stateWords(state)} already. ${next}`);
}
