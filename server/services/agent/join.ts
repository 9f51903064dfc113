import { eq } from "drizzle-orm";
import type { JoinReply, JoinRequest } from "@/agent/protocol";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound } from "../../errors";
import { commit, type Work } from "../event/commit";
import { changeFabric } from "../topology/change-fabric";
import type { AgentContext } from "./context";

/**
 * An agent presents itself: its kernel and the physical interfaces that it found. A line's end with another MAC
 * address than before is told to the far switch by a change, because frames on the line are addressed to it.
 */
export async function joinSwitch({ ctx, input }: { ctx: AgentContext; input: JoinRequest }): Promise<JoinReply> {
  const { switchId } = ctx.actor;
  return commit(ctx, async (work) => {
    const [row] = await work.tx
      .select({ code: networkSwitch.code, datacenterCode: datacenter.code })
      .from(networkSwitch)
      .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
      .where(eq(networkSwitch.id, switchId));
    if (row === undefined) throw notFound("switch", switchId);
    await changeFabric(work, () => noteInterfaces(work, switchId, input.interfaces));
    await work.tx
      .update(networkSwitch)
      .set({ kernel: input.kernel, joinedAt: ctx.now() })
      .where(eq(networkSwitch.id, switchId));
    return { switchCode: row.code, datacenterCode: row.datacenterCode };
  });
}

type FoundInterface = JoinRequest["interfaces"][number];
type PortRow = typeof port.$inferSelect;

async function noteInterfaces({ tx }: Work, switchId: string, found: readonly FoundInterface[]): Promise<void> {
  const rows = await tx.select().from(port).where(eq(port.switchId, switchId));
  for (const row of rows) {
    const seen = found.find((one) => one.name === physicalName(row));
    if (seen === undefined || (seen.mac === row.mac && seen.mtu === row.mtu)) continue;
    await tx.update(port).set({ mac: seen.mac, mtu: seen.mtu }).where(eq(port.id, row.id));
  }
}

/** As the lab and an operator cable it: a link's end is `l-N`, everything else `p-N`. */
function physicalName({ kind, number }: PortRow): string {
  return kind === "link" ? `l-${number}` : `p-${number}`;
}
