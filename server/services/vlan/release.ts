import { and, eq, isNull, notInArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import { nameOfVid } from "../../domain/vlan-list";
import { notFound, ServiceError } from "../../errors";
import { releaseCustomerTag } from "../allocate/customer-tag";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { syncCopies } from "../copy/sync";
import { commit } from "../event/commit";
import { unaddressVirtualClient } from "../machine/virtual-client";
import { segmentOf } from "../map/routes";
import { memberOf } from "../scope";
import { listed } from "../words";

type VlanRow = typeof vlan.$inferSelect;

/**
 * Releases a VLAN; its pair rests for the quarantine before anybody gets it again.
 *
 * @throws ServiceError not_found; conflict with the list of extensions that use it
 */
export async function releaseVlan({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: { id: string };
}): Promise<{ id: string }> {
  const { tenantId } = memberOf(ctx);
  return commit(ctx, async (work) => {
    const { tx } = work;
    const row = await ownVlan(tx, tenantId, input.id);
    await refuseInUse(tx, row);
    await tx.update(vlan).set({ releasedAt: ctx.now() }).where(eq(vlan.id, row.id));
    await syncCopies(work, { ...segmentOf(row), rules: [] }, []);
    await releaseCustomerTag(tx, row, ctx.now());
    await unaddressVirtualClient(work, row.clientSystemId, row.id);
    const { vid, name, cidr, hostTag, customerTag } = row;
    const before = { vid: vid ?? "untagged", name, cidr, pair: `${hostTag}.${customerTag}` };
    await recordAudit(tx, ctx, { action: "vlan.release", subjectId: row.id, tenantId, before });
    return { id: row.id };
  });
}

async function ownVlan(tx: Queryable, tenantId: string, id: string): Promise<VlanRow> {
  const [row] = await tx
    .select()
    .from(vlan)
    .where(and(eq(vlan.id, id), eq(vlan.tenantId, tenantId), isNull(vlan.releasedAt)));
  if (row === undefined) throw notFound("VLAN", id);
  return row;
}

async function refuseInUse(tx: Queryable, row: VlanRow): Promise<void> {
  const uses = await tx
    .select({ name: resource.name })
    .from(extension)
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .where(and(eq(extension.vlanId, row.id), notInArray(extension.state, [...ENDED_STATES])));
  if (uses.length === 0) return;
  const extensions = listed(uses.map(({ name }) => `the extension to ${name}`));
  throw new ServiceError(
    "conflict",
    `${nameOfVid(row.vid)} (${row.name}) is used by ${extensions}. Release what uses it first, then the VLAN.`,
  );
}
