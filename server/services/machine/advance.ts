import { and, eq, isNull } from "drizzle-orm";
import { machine, machineAddress } from "@/db/schema/machine";
import { networkSwitch, port } from "@/db/schema/switch";
import type { AgentContext } from "../agent/context";
import { recordAudit } from "../audit/record";
import { commit, type Work } from "../event/commit";
import { advanceMoves } from "./advance-moves";
import type { MachineRow } from "./placed";
import type { MachineSight } from "./provider";
import { providerOf } from "./providers";

/**
 * Takes what an agent reported of the machines on its switch, and each move under way one stage further where the
 * reports allow it; most of the time nothing changes, and then nothing is written.
 */
export async function advanceMachines(ctx: AgentContext): Promise<void> {
  const news = await newsOf(ctx);
  if (news.length > 0) await commit(ctx, (work) => takeNews(work, news));
  await advanceMoves(ctx);
}

interface News {
  readonly row: MachineRow;
  readonly to: MachineRow["state"];
  readonly reason: string | null;
}

/** The machines on the agent's switch whose state its report changes. */
async function newsOf({ db, live, actor: { switchId } }: AgentContext): Promise<News[]> {
  const rows = await db.read
    .select({ machine, port, networkSwitch })
    .from(machine)
    .innerJoin(port, eq(port.id, machine.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(port.switchId, switchId), isNull(machine.goneAt)));
  return rows.flatMap(({ machine: row, port, networkSwitch: { number, changeNumber } }) => {
    const placed = { machine: row, addresses: [], port, switchNumber: number };
    const sight = providerOf(row).sight(live, placed, changeNumber);
    const next = nextState(row.state, sight);
    if (next === null || (next === row.state && sight.detail === row.reason)) return [];
    return [{ row, to: next, reason: next === "failed" ? sight.detail : null }];
  });
}

/** What a sight makes of a state; null when it says nothing about it. A move has its own stages. */
function nextState(state: MachineRow["state"], { state: seen }: MachineSight): MachineRow["state"] | null {
  if (state === "removing") return seen === "gone" ? "gone" : null;
  if (state === "moving" || state === "gone") return null;
  if (seen === "running") return state === "running" ? null : "running";
  return seen === "failed" ? "failed" : null;
}

async function takeNews(work: Work, news: readonly News[]): Promise<void> {
  const { tx, ctx, announce } = work;
  for (const { row, to, reason } of news) {
    const goneAt = to === "gone" ? ctx.now() : null;
    const same = and(eq(machine.id, row.id), eq(machine.state, row.state));
    const moved = await tx.update(machine).set({ state: to, reason, goneAt }).where(same).returning({ id: machine.id });
    if (moved.length === 0) continue;
    if (to === "gone") await tx.delete(machineAddress).where(eq(machineAddress.machineId, row.id));
    announce({ kind: "machine", id: row.id, tenantId: row.tenantId });
    const change = { before: { state: row.state }, after: { state: to, reason } };
    await recordAudit(tx, ctx, { action: `machine.${to}`, subjectId: row.id, tenantId: row.tenantId, ...change });
  }
}
