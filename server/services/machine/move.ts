import { and, eq, notInArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { clientSystem } from "@/db/schema/client-system";
import { cloud, cloudSystem, resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { machine, machineAddress, machineMove } from "@/db/schema/machine";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { rehearse } from "../event/rehearse";
import { parseInput } from "../parse-input";
import { crossOver } from "./cross-over";
import { changeableMachine, getMachine } from "./list";
import { type MachineRow, placedAt } from "./placed";
import { providerOf } from "./providers";
import { type MoveMachineInput, moveMachineInput } from "./schemas";
import type { MachineView } from "./view";

type CloudRow = typeof cloud.$inferSelect;

/**
 * Moves a machine to another cloud, make before break: it is made there with the same MAC and addresses, and its
 * extensions are switched over when it runs (`advanceMachines`). A tenant's move into another datacenter than the rack's
 * waits for an operator.
 *
 * @throws ServiceError not_found, conflict when it is not running or there already or an extension of its cannot follow
 * (`crossOver`), exhausted when the cloud is full
 */
export async function moveMachine({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: MoveMachineInput;
}): Promise<MachineView> {
  const { id, cloudId } = parseInput(moveMachineInput, input);
  await commit(ctx, async (work) => {
    const row = await changeableMachine(work.tx, ctx, id);
    const [target] = await work.tx.select().from(cloud).where(eq(cloud.id, cloudId));
    if (target === undefined) throw notFound("cloud", cloudId);
    await refuseUnmovable(work.tx, row, target);
    const isOperator = ctx.actor.kind === "user" && ctx.actor.operator;
    const mustAsk = !isOperator && (await leavesItsRacks(work.tx, row, target));
    await beginMove(work, row, target, mustAsk);
    const after = { cloud: target.code, approval: mustAsk ? "awaited" : "not needed" };
    await recordAudit(work.tx, ctx, { action: "machine.move", subjectId: id, tenantId: row.tenantId, after });
  });
  return getMachine({ ctx, input: { id } });
}

async function refuseUnmovable(tx: Queryable, row: MachineRow, target: CloudRow): Promise<void> {
  const { name, state } = row;
  if (state === "moving") throw underWay(name);
  if (state !== "running") {
    const next = state === "making" ? "Wait until it runs." : "Only one that runs can be moved.";
    throw new ServiceError("conflict", `Machine ${name} is ${stateWords(state)}. ${next}`);
  }
  const [home] = await tx
    .select({ cloudId: cloudSystem.cloudId })
    .from(cloudSystem)
    .where(eq(cloudSystem.id, row.cloudSystemId ?? ""));
  if (home?.cloudId !== target.id) return;
  throw new ServiceError("conflict", `Machine ${name} is in ${target.name} already. Choose another cloud.`, "cloudId");
}

function stateWords(state: MachineRow["state"]): string {
  return state === "failed" || state === "gone" ? state : `${state} now`;
}

/** Whether a rack of the machine's VLANs is in another datacenter than the cloud. */
async function leavesItsRacks(tx: Queryable, { id }: MachineRow, { datacenterId }: CloudRow): Promise<boolean> {
  const reaching = await tx
    .select({ datacenterId: clientSystem.datacenterId })
    .from(extension)
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .where(and(eq(resource.machineId, id), notInArray(extension.state, [...ENDED_STATES])));
  const declared = await tx
    .select({ datacenterId: clientSystem.datacenterId })
    .from(machineAddress)
    .innerJoin(vlan, eq(vlan.id, machineAddress.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .where(eq(machineAddress.machineId, id));
  return [...reaching, ...declared].some((home) => home.datacenterId !== datacenterId);
}

async function beginMove(work: Work, row: MachineRow, target: CloudRow, mustAsk: boolean): Promise<void> {
  const { tx, ctx, announce } = work;
  const provider = providerOf(row);
  const place = await provider.place(work, { kind: "cloud", cloudId: target.id });
  await rehearse(work, (dry) => crossOver(dry, row, place));
  const at = ctx.now();
  const stage = mustAsk ? ("awaiting_approval" as const) : ("preparing" as const);
  const ends = { fromPortId: row.portId, toPortId: place.portId, toCloudSystemId: place.cloudSystemId ?? "" };
  const times = { startedAt: at, stageAt: at };
  try {
    await tx
      .insert(machineMove)
      .values({ id: ctx.newId("move"), machineId: row.id, ...ends, stage, ...times, actorName: ctx.actor.name });
  } catch (error) {
    throw violatedUnique(error) === null ? error : underWay(row.name);
  }
  if (!mustAsk) await prepare(work, row, place.portId);
  announce({ kind: "machine", id: row.id, tenantId: row.tenantId });
}

/** Has the machine made at the new place, where nothing is attached to it yet. */
export async function prepare(work: Work, row: MachineRow, toPortId: string): Promise<void> {
  await work.tx.update(machine).set({ state: "moving", reason: null }).where(eq(machine.id, row.id));
  await providerOf(row).make(work, await placedAt(work.tx, row.id, toPortId));
}

function underWay(name: string): ServiceError {
  return new ServiceError("conflict", `A move of machine ${name} is under way. Wait until it is done or decided.`);
}
