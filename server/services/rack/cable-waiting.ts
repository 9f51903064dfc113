import { and, asc, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { offerRack } from "./far-end";
import { lowestFreeClientPort, portText } from "./free-port";

/** Gives a free client port of a datacenter, if there is one, to the rack that has waited longest for a cable there. */
export async function cableWaitingRack(tx: Queryable, ctx: ServiceContext, datacenterId: string): Promise<void> {
  const port = await lowestFreeClientPort(tx, datacenterId);
  if (port === null) return;
  const [waiting] = await tx
    .select()
    .from(clientSystem)
    .where(
      and(eq(clientSystem.datacenterId, datacenterId), isNull(clientSystem.portId), isNull(clientSystem.releasedAt)),
    )
    .orderBy(asc(clientSystem.createdAt), asc(clientSystem.id))
    .limit(1);
  if (waiting === undefined) return;
  await tx.update(clientSystem).set({ portId: port.id }).where(eq(clientSystem.id, waiting.id));
  await offerRack(tx, ctx, { ...waiting, portId: port.id });
  const after = { port: portText(port) };
  const { id, tenantId } = waiting;
  await recordAudit(tx, ctx, { action: "rack.cable", subjectId: id, tenantId, before: { port: null }, after });
}
