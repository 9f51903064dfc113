import { and, eq, inArray, isNotNull, ne, notInArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { machine, machineMove } from "@/db/schema/machine";
import { networkSwitch, port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { ATTACHED_STATES, ENDED_STATES } from "../../domain/extension-state";
import { ANY_WAY } from "../../domain/path-choice";
import { ServiceError } from "../../errors";
import type { Work } from "../event/commit";
import { moveExtension } from "../extension/move";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { pseudowireFor } from "../pseudowire/for-way";
import { type MachineRow, type MoveRow, placedAt } from "./placed";
import { providerOf } from "./providers";
import { segmentBalance } from "./segment-balance";

/**
 * Puts a machine's extensions on its new place, in one transaction: resource, machine, what each extension crosses, the
 * map; the old place goes.
 *
 * @throws ServiceError conflict when nothing leads to the new place any more
 */
export async function switchOver(work: Work, row: MachineRow, move: MoveRow): Promise<void> {
  const { tx, ctx } = work;
  const { fromPortId, toPortId, toCloudSystemId: cloudSystemId } = move;
  const reaching = await extensionsTo(tx, row.id);
  const attached = reaching.filter(({ extension: { state } }) => isAttached(state));
  const vlanIds = [...new Set(attached.map((one) => one.vlan.id))];
  const look = { now: ctx.now(), without: fromPortId };
  const missingBefore = await segmentBalance(tx, ctx.live, vlanIds, look);
  const targetId = await datacenterOfPort(tx, toPortId);
  for (const one of reaching) await recross(work, one, targetId);
  await tx.update(resource).set({ portId: toPortId, cloudSystemId }).where(eq(resource.machineId, row.id));
  await tx.update(machine).set({ portId: toPortId, cloudSystemId }).where(eq(machine.id, row.id));
  await tx
    .update(machineMove)
    .set({ stage: "switching", stageAt: ctx.now(), missingBefore })
    .where(eq(machineMove.id, move.id));
  const why = `Machine ${row.name} is being moved; its switches take the new way over.`;
  for (const { extension: one } of attached)
    if (one.state !== "allocated") await moveExtension(work, one, "allocated", why);
  for (const id of vlanIds) await syncVlan(work, id);
  await providerOf(row).remove(work, await placedAt(tx, row.id, fromPortId));
}

type Reaching = Awaited<ReturnType<typeof extensionsTo>>[number];

/** Every extension to a machine, also ended ones: their path can be looked at still. */
export async function extensionsTo(tx: Queryable, machineId: string) {
  return tx
    .select({ extension, vlan, rackDatacenterId: clientSystem.datacenterId })
    .from(extension)
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .where(eq(resource.machineId, machineId));
}

function isAttached(state: Reaching["extension"]["state"]): boolean {
  const attached: readonly string[] = ATTACHED_STATES;
  return attached.includes(state);
}

async function datacenterOfPort(tx: Queryable, portId: string): Promise<string> {
  const [row] = await tx
    .select({ id: networkSwitch.datacenterId })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(eq(port.id, portId));
  if (row === undefined) throw new Error(`port ${portId} is on no switch`);
  return row.id;
}

/** What an extension crosses to the machine's new datacenter: what its VLAN crosses to it already, else the best way. */
async function recross(work: Work, { extension: one, vlan: own, rackDatacenterId }: Reaching, targetId: string) {
  const isLocal = rackDatacenterId === targetId;
  const pseudowireId = isLocal ? null : await wireTo(work, one, own.id, { from: rackDatacenterId, to: targetId });
  await work.tx.update(extension).set({ pseudowireId }).where(eq(extension.id, one.id));
}

async function wireTo(
  work: Work,
  { id, resourceId }: Reaching["extension"],
  vlanId: string,
  ends: { readonly from: string; readonly to: string },
): Promise<string> {
  const [used] = await work.tx
    .select({ id: extension.pseudowireId })
    .from(extension)
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .innerJoin(port, eq(port.id, resource.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(
      and(
        eq(extension.vlanId, vlanId),
        ne(extension.resourceId, resourceId),
        eq(networkSwitch.datacenterId, ends.to),
        isNotNull(extension.pseudowireId),
        notInArray(extension.state, [...ENDED_STATES]),
      ),
    )
    .limit(1);
  const found = used?.id ?? (await pseudowireFor(work, ends, ANY_WAY))?.id;
  if (found !== undefined && found !== null) return found;
  throw new ServiceError("conflict", `No link in service leads to the new place of what extension ${id} reaches.`);
}

async function syncVlan(work: Work, vlanId: string): Promise<void> {
  const [row] = await work.tx
    .select()
    .from(vlan)
    .where(inArray(vlan.id, [vlanId]));
  if (row === undefined) throw new Error(`no VLAN ${vlanId}`);
  await syncMap(work, segmentOf(row));
}
