import { and, asc, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { vlan } from "@/db/schema/vlan";
import { vlanWords } from "../../domain/map-words";
import { nameOfVid } from "../../domain/vlan-list";
import { ServiceError } from "../../errors";
import { releaseHostTag } from "../allocate/host-tag";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit } from "../event/commit";
import { endVirtualClient } from "../machine/virtual-client";
import { memberOf } from "../scope";
import { listed } from "../words";
import { cableWaitingRack } from "./cable-waiting";
import { arrivalsAt, retireRack } from "./far-end";
import { type OwnRack, ownRack } from "./find";
import { portText } from "./free-port";
import { changePort } from "./set-accepts";

/**
 * Releases a rack: its port goes to the rack that waits longest for one or is free at once, its host tag is free after its
 * quarantine.
 *
 * @throws ServiceError not_found; conflict with the list of its VLANs, or of extensions that arrive there, while it has any
 */
export async function releaseRack({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: { id: string };
}): Promise<{ id: string }> {
  const { tenantId } = memberOf(ctx);
  return commit(ctx, async (work) => {
    const { tx } = work;
    const rack = await ownRack(tx, tenantId, input.id);
    await refuseWithVlans(tx, rack);
    await refuseAsFarEnd(tx, rack);
    await changePort(work, rack, "both");
    await tx.update(clientSystem).set({ releasedAt: ctx.now() }).where(eq(clientSystem.id, rack.id));
    await retireRack(tx, ctx, rack.id);
    await endVirtualClient(work, rack.id);
    await releaseHostTag(tx, rack.hostTag, ctx.now());
    const before = { name: rack.name, hostTag: rack.hostTag, port: portText(rack.port) };
    await recordAudit(tx, ctx, { action: "rack.release", subjectId: rack.id, tenantId, before });
    await cableWaitingRack(tx, ctx, rack.datacenterId);
    return { id: rack.id };
  });
}

async function refuseWithVlans(tx: Queryable, rack: OwnRack): Promise<void> {
  const rows = await tx
    .select({ vid: vlan.vid, name: vlan.name })
    .from(vlan)
    .where(and(eq(vlan.clientSystemId, rack.id), isNull(vlan.releasedAt)))
    .orderBy(asc(vlan.vid));
  if (rows.length === 0) return;
  const names = rows.map(({ vid, name }) => `${nameOfVid(vid)} (${name})`);
  throw new ServiceError(
    "conflict",
    `Rack ${rack.name} still has ${listed(names)}. Release them first, then the rack.`,
  );
}

async function refuseAsFarEnd(tx: Queryable, rack: OwnRack): Promise<void> {
  const arrivals = await arrivalsAt(tx, rack.id);
  if (arrivals.length === 0) return;
  const names = arrivals.map((one) => `${vlanWords(one.vid)} of ${one.rack}`);
  throw new ServiceError(
    "conflict",
    `Rack ${rack.name} is the far end of extensions: ${listed(names)}. Release those extensions first, then the rack.`,
  );
}
