import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { dryRun } from "../event/dry-run";
import { checkOrder } from "../extension/check-order";
import { getExtension } from "../extension/get";
import { recapOf } from "../extension/recap";
import { orderExtension } from "../extension/request";
import type { ExtensionView, RecapView } from "../extension/view";
import { parseInput } from "../parse-input";
import { type MemberActor, memberOf } from "../scope";
import { addressIn } from "./addresses";
import { type OrderMachineInput, orderMachineInput } from "./schemas";
import { makeCloudMachine } from "./with-resource";

/**
 * Orders a new machine and an extension to it, in one transaction: both are there or neither.
 *
 * @throws ServiceError as `createMachine` and `requestExtension`
 */
export async function orderMachine({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: OrderMachineInput;
}): Promise<ExtensionView> {
  const member = memberOf(ctx);
  const asked = parseInput(orderMachineInput, input);
  const id = ctx.newId("extension");
  await commit(ctx, async (work) => {
    const { resourceId } = await makeFarEnd(work, member, asked);
    await orderExtension(work, member, id, { ...asked, resourceId });
  });
  return getExtension({ ctx, input: { id } });
}

/** What such an order would be: the address that the machine would get, and the extension as `recapExtension` tells it. */
export async function recapMachine({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: OrderMachineInput;
}): Promise<RecapView & { readonly address: string }> {
  const member = memberOf(ctx);
  const asked = parseInput(orderMachineInput, input);
  return dryRun(ctx, async (work) => {
    const { resourceId, address } = await makeFarEnd(work, member, asked);
    const order = await checkOrder(work, member.tenantId, { ...asked, resourceId });
    return { ...(await recapOf(work.tx, order)), address };
  });
}

async function makeFarEnd(
  work: Work,
  { tenantId }: MemberActor,
  { vlanId, endVlan, machine }: ReturnType<typeof orderMachineInput.parse>,
): Promise<{ resourceId: string; address: string }> {
  const { name, cloudId, address } = machine;
  const vid = endVlan === "untagged" ? 0 : endVlan;
  const given = await addressIn(work.tx, tenantId, { vlanId, address, vid });
  const { resourceId } = await makeCloudMachine(work, { tenantId, name, cloudId, addresses: [given] });
  return { resourceId, address: given.cidr };
}
