import type { ServiceContext } from "../context";
import { commit } from "../event/commit";
import { parseInput } from "../parse-input";
import { memberOf } from "../scope";
import { addressIn } from "./addresses";
import { getMachine } from "./list";
import type { GivenAddress } from "./make";
import { type CreateMachineInput, createMachineInput } from "./schemas";
import type { MachineView } from "./view";
import { makeCloudMachine } from "./with-resource";

/**
 * Has the cloud make a machine for a tenant: it runs when its switch's agent says so, and is ready to be the far end of
 * extensions from now on.
 *
 * @throws ServiceError exhausted when the cloud is full, invalid or conflict for name and addresses, not_found for a VLAN
 */
export async function createMachine({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: CreateMachineInput;
}): Promise<MachineView> {
  const { tenantId } = memberOf(ctx);
  const { name, cloudId, vlans } = parseInput(createMachineInput, input);
  const { id } = await commit(ctx, async (work) => {
    const addresses: GivenAddress[] = [];
    for (const one of vlans) addresses.push(await addressIn(work.tx, tenantId, one));
    return makeCloudMachine(work, { tenantId, name, cloudId, addresses });
  });
  return getMachine({ ctx, input: { id } });
}
