import { and, eq, notInArray } from "drizzle-orm";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { machine } from "@/db/schema/machine";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import { vlanWords } from "../../domain/map-words";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { parseInput } from "../parse-input";
import { memberOf } from "../scope";
import { listed } from "../words";
import { changeableMachine, getMachine } from "./list";
import { type MachineRow, placedAt } from "./placed";
import { providerOf } from "./providers";
import { type MachineIdInput, machineIdInput } from "./schemas";
import type { MachineView } from "./view";

/**
 * Ends a machine: its switch is asked to take it away, and it is gone when the switch's agent says that it is.
 *
 * @throws ServiceError not_found; conflict with the extensions that reach it, or while it is moved or removed
 */
export async function removeMachine({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: MachineIdInput;
}): Promise<MachineView> {
  const { tenantId } = memberOf(ctx);
  const { id } = parseInput(machineIdInput, input);
  await commit(ctx, async (work) => {
    const row = await changeableMachine(work.tx, ctx, id);
    await refuseReached(work, row);
    await takeAway(work, row);
    await recordAudit(work.tx, ctx, { action: "machine.remove", subjectId: id, tenantId, before: { name: row.name } });
  });
  return getMachine({ ctx, input: { id } });
}

/** Asks the switch to let go of a machine. @throws ServiceError conflict while it is moved or removed */
export async function takeAway(work: Work, row: MachineRow): Promise<void> {
  const { tx, ctx, announce } = work;
  if (row.state === "moving") throw busy(row, "moved", "Wait until that is done, then remove it.");
  if (row.state === "removing") throw busy(row, "removed", "Wait until its switch has let go of it.");
  await providerOf(row).remove(work, await placedAt(tx, row.id, row.portId));
  await tx.update(machine).set({ state: "removing", reason: null }).where(eq(machine.id, row.id));
  // Nothing is ordered to it any more; the row stays for the orders that name it.
  await tx.update(resource).set({ retiredAt: ctx.now() }).where(eq(resource.machineId, row.id));
  announce({ kind: "machine", id: row.id, tenantId: row.tenantId });
}

function busy({ name }: MachineRow, what: string, next: string): ServiceError {
  return new ServiceError("conflict", `Machine ${name} is being ${what}. ${next}`);
}

async function refuseReached({ tx }: Work, { id, name }: MachineRow): Promise<void> {
  const rows = await tx
    .select({ vid: vlan.vid, rack: clientSystem.name })
    .from(extension)
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .where(and(eq(resource.machineId, id), notInArray(extension.state, [...ENDED_STATES])));
  if (rows.length === 0) return;
  const reached = listed(rows.map(({ vid, rack }) => `the extension of ${vlanWords(vid)} of ${rack}`));
  throw new ServiceError(
    "conflict",
    `${name} is reached by ${reached}. Release what reaches it first, then the machine.`,
  );
}
