import { eq } from "drizzle-orm";
import { machineMove } from "@/db/schema/machine";
import { vlan } from "@/db/schema/vlan";
import { ATTACHED_STATES, type ExtensionState } from "../../domain/extension-state";
import type { Work } from "../event/commit";
import { moveExtension } from "../extension/move";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { restUnused } from "../pseudowire/rest";
import { crossOver, extensionsTo } from "./cross-over";
import { type MachineRow, type MoveRow, placedAt } from "./placed";
import { providerOf } from "./providers";
import { segmentBalance } from "./segment-balance";

/**
 * Puts a machine's extensions on its new place, in one transaction: resource, machine, what each extension crosses, the
 * map; the old place goes, and ways that nothing crosses by any more.
 *
 * @throws ServiceError conflict when an extension cannot follow to the new place any more
 */
export async function switchOver(work: Work, row: MachineRow, move: MoveRow): Promise<void> {
  const { tx, ctx } = work;
  const { fromPortId, toPortId, toCloudSystemId: cloudSystemId } = move;
  const reaching = await extensionsTo(tx, row.id);
  const attached = reaching.filter(({ extension: { state } }) => isAttached(state));
  const vlanIds = [...new Set(attached.map((one) => one.vlan.id))];
  const look = { now: ctx.now(), without: fromPortId };
  const missingBefore = await segmentBalance(tx, ctx.live, vlanIds, look);
  await crossOver(work, row, { portId: toPortId, cloudSystemId });
  await tx
    .update(machineMove)
    .set({ stage: "switching", stageAt: ctx.now(), missingBefore })
    .where(eq(machineMove.id, move.id));
  const why = `Machine ${row.name} is being moved; its switches take the new way over.`;
  for (const { extension: one } of attached)
    if (one.state !== "allocated") await moveExtension(work, one, "allocated", why);
  for (const id of vlanIds) await syncVlan(work, id);
  await restUnused(
    work,
    reaching.map((one) => one.extension.pseudowireId),
  );
  await providerOf(row).remove(work, await placedAt(tx, row.id, fromPortId));
}

function isAttached(state: ExtensionState): boolean {
  const attached: readonly string[] = ATTACHED_STATES;
  return attached.includes(state);
}

async function syncVlan(work: Work, vlanId: string): Promise<void> {
  const [row] = await work.tx.select().from(vlan).where(eq(vlan.id, vlanId));
  if (row === undefined) throw new Error(`no VLAN ${vlanId}`);
  await syncMap(work, segmentOf(row));
}
