import { linkRequest } from "@/db/schema/extension";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { parseInput } from "../parse-input";
import { type MemberActor, memberOf } from "../scope";
import { type CheckedSwitchedOrder, checkOrder } from "./check-order";
import { carryOutDirect } from "./direct";
import { getExtension } from "./get";
import { beginExtension, moveExtension } from "./move";
import type { DirectOrder } from "./order";
import { DEFAULT_PROFILE, NO_PROFILE, profileColumns } from "./profile-row";
import { holdResource } from "./resource-hold";
import { type OrderInput, orderInput, type ParsedOrder } from "./schemas";
import type { ExtensionView } from "./view";

/**
 * Orders an extension. Inside one datacenter its map rows are there when this returns; across datacenters it waits for
 * an operator's decision. The resource is the tenant's from now on in both cases.
 *
 * @throws ServiceError not_found or conflict as `checkOrder`, exhausted when a switch has no segment number left
 */
export async function requestExtension({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: OrderInput;
}): Promise<ExtensionView> {
  const member = memberOf(ctx);
  const asked = parseInput(orderInput, input);
  const id = ctx.newId("extension");
  await commit(ctx, (work) => orderExtension(work, member, id, asked));
  return getExtension({ ctx, input: { id } });
}

/** Places a tenant's order in the transaction of who asks for it. @throws ServiceError as `requestExtension` */
export async function orderExtension(work: Work, member: MemberActor, id: string, asked: ParsedOrder): Promise<void> {
  const order = await checkOrder(work, member.tenantId, asked);
  await holdResource(work, order.resource.id, member.tenantId);
  if (order.directLink === null) await placeOrder(work, member, id, order, asked);
  else await placeDirect(work, member, id, order);
  await recordAudit(work.tx, work.ctx, {
    action: "extension.request",
    subjectId: id,
    tenantId: member.tenantId,
    after: { vlan: order.vlan.id, resource: order.farName, way: asked.way ?? null },
  });
}

async function placeOrder(
  work: Work,
  member: MemberActor,
  id: string,
  order: CheckedSwitchedOrder,
  asked: ParsedOrder,
): Promise<void> {
  const { vlan, resource } = order;
  const pseudowireId = order.way.pseudowire?.id ?? null;
  const begun = await beginExtension(work, {
    id,
    tenantId: member.tenantId,
    vlanId: vlan.id,
    resourceId: resource.id,
    pseudowireId,
    endVid: order.endVid,
    ...profileColumns(asked.profile ?? DEFAULT_PROFILE),
  });
  if (pseudowireId === null) {
    await moveExtension(work, begun, "allocated");
    await syncMap(work, segmentOf(vlan));
    return;
  }
  await askOperator(work, member, { extensionId: id, pseudowireId });
  await moveExtension(work, begun, "awaiting_approval");
}

/** Nothing of ours is on the cable: no pair, no limit, no rule. */
async function placeDirect(work: Work, { tenantId }: MemberActor, id: string, order: DirectOrder): Promise<void> {
  const [vlanId, resourceId] = [order.vlan.id, order.resource.id];
  const given = { id, tenantId, vlanId, resourceId, pseudowireId: null, endVid: null, ...profileColumns(NO_PROFILE) };
  await carryOutDirect(work, await beginExtension(work, given), order.directLink.code);
}

async function askOperator(
  { tx, ctx, announce }: Work,
  { tenantId, userId }: MemberActor,
  about: { extensionId: string; pseudowireId: string },
): Promise<void> {
  const id = ctx.newId("request");
  await tx
    .insert(linkRequest)
    .values({ id, ...about, tenantId, state: "pending", requestedBy: userId, createdAt: ctx.now() });
  announce({ kind: "request", id, tenantId });
}
