import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { machine } from "@/db/schema/machine";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleTenant } from "../scope";
import type { MachineRow } from "./placed";
import { machineViews, ofClouds } from "./rows";
import { type MachineIdInput, machineIdInput } from "./schemas";
import type { MachineView } from "./view";

/** The machines that the actor may see and that are not gone, newest first: a member those of the tenant, an operator all. */
export async function listMachines({ ctx }: { ctx: ServiceContext }): Promise<MachineView[]> {
  return machineViews(ctx.db.read, and(visible(ctx), isNull(machine.goneAt)));
}

/** One of them, also when it is gone; another tenant's is "not found". */
export async function getMachine({ ctx, input }: { ctx: ServiceContext; input: MachineIdInput }): Promise<MachineView> {
  const { id } = parseInput(machineIdInput, input);
  const [view] = await machineViews(ctx.db.read, and(visible(ctx), eq(machine.id, id)));
  if (view === undefined) throw notFound("machine", id);
  return view;
}

/** The row of a machine of a cloud that the actor may change, in a transaction. */
export async function changeableMachine(tx: Queryable, ctx: ServiceContext, id: string): Promise<MachineRow> {
  const [row] = await tx
    .select()
    .from(machine)
    .where(and(visible(ctx), eq(machine.id, id), isNull(machine.goneAt)));
  if (row === undefined) throw notFound("machine", id);
  return row;
}

function visible(ctx: ServiceContext) {
  const tenantId = visibleTenant(ctx);
  return and(ofClouds, tenantId === null ? undefined : eq(machine.tenantId, tenantId));
}
