import { resource } from "@/db/schema/cloud";
import { recordAudit } from "../audit/record";
import type { Work } from "../event/commit";
import { type GivenAddress, makeMachine } from "./make";

/** A machine of a cloud, with the resource that its tenant's VLANs are extended to from its making to its end. */
export async function makeCloudMachine(
  work: Work,
  wanted: { tenantId: string; name: string; cloudId: string; addresses: readonly GivenAddress[] },
): Promise<{ id: string; resourceId: string }> {
  const { tx, ctx } = work;
  const { tenantId, name, cloudId, addresses } = wanted;
  const made = await makeMachine(work, { tenantId, name, addresses, place: { kind: "cloud", cloudId } });
  const { id, mac, portId, cloudSystemId } = made;
  const resourceId = ctx.newId("resource");
  const row = { id: resourceId, cloudSystemId, machineId: id, name, portId, mac };
  await tx.insert(resource).values({ ...row, reservedFor: tenantId, createdAt: ctx.now() });
  const after = { name, mac, addresses: addresses.map(({ vid, cidr }) => `${vid === 0 ? "untagged" : vid} ${cidr}`) };
  await recordAudit(tx, ctx, { action: "machine.create", subjectId: id, tenantId, after });
  return { id, resourceId };
}
