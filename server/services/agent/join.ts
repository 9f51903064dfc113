import { eq } from "drizzle-orm";
import type { JoinReply, JoinRequest } from "@/agent/protocol";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import { linkPort } from "../../domain/desired-state";
import { notFound } from "../../errors";
import { commit, type Work } from "../event/commit";
import { type LineEnd, lineEndsOf } from "../link/ends";
import { appendChange } from "../map/append-change";
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
    const ends = await lineEndsOf(work.tx, switchId);
    await noteInterfaces(work, switchId, input.interfaces, ends);
    await work.tx
      .update(networkSwitch)
      .set({ kernel: input.kernel, joinedAt: ctx.now() })
      .where(eq(networkSwitch.id, switchId));
    return { switchCode: row.code, datacenterCode: row.datacenterCode };
  });
}

type FoundInterface = JoinRequest["interfaces"][number];
type PortRow = typeof port.$inferSelect;

async function noteInterfaces(
  work: Work,
  switchId: string,
  found: readonly FoundInterface[],
  ends: readonly LineEnd[],
): Promise<void> {
  const rows = await work.tx.select().from(port).where(eq(port.switchId, switchId));
  for (const row of rows) {
    const seen = found.find((one) => one.name === physicalName(row));
    if (seen === undefined || (seen.mac === row.mac && seen.mtu === row.mtu)) continue;
    await work.tx.update(port).set({ mac: seen.mac, mtu: seen.mtu }).where(eq(port.id, row.id));
    const end = ends.find(({ near }) => near.portId === row.id);
    if (end !== undefined && seen.mac !== end.near.mac) await tellFarSwitch(work, end, seen.mac);
  }
}

/** As the lab and an operator cable it: a line's end is `l-N`, everything else `p-N`. */
function physicalName({ kind, number }: PortRow): string {
  return kind === "link" ? `l-${number}` : `p-${number}`;
}

async function tellFarSwitch(work: Work, { near, far, labelOut, labelIn }: LineEnd, mac: FoundInterface["mac"]) {
  const asKnown = (farMac: typeof near.mac) => linkPort(far.number, { labelOut: labelIn, labelIn: labelOut, farMac });
  await appendChange(
    work,
    far.switchId,
    { ports: [asKnown(near.mac)], entries: [] },
    { ports: [asKnown(mac)], entries: [] },
  );
}
