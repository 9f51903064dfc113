import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { clientSystem } from "@/db/schema/client-system";
import { cloud, cloudSystem, directLink, resource } from "@/db/schema/cloud";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { codeField, macField, nameField } from "../field";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";

export const layDirectLinkInput = z.object({
  code: codeField,
  rackId: z.string(),
  cloudSystemId: z.string(),
  /** Of the interface at the cloud system's end, which is a resource of the rack's tenant alone. */
  name: nameField,
  mac: macField,
});
type DirectLinkInput = z.input<typeof layDirectLinkInput>;

/**
 * Lays a cable between a client system and a cloud system of one datacenter, without a switch (seed para 49, link 112).
 * Its far end is a resource that only VLANs of that client system can be extended to.
 *
 * @throws ServiceError not_found for the rack or system, invalid when they are in two datacenters, conflict for a code
 *   or name that is taken
 */
export async function layDirectLink({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: DirectLinkInput;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { code, rackId, cloudSystemId, name, mac } = parseInput(layDirectLinkInput, input);
  const id = ctx.newId("directLink");
  return ctx.db.transact(async (tx) => {
    const rack = await rackOf(tx, rackId);
    await mustBeTogether(tx, rack, cloudSystemId);
    const far = { id: ctx.newId("resource"), cloudSystemId, directLinkId: id, name, mac, reservedFor: rack.tenantId };
    try {
      await tx.insert(directLink).values({ id, code, clientSystemId: rackId, createdAt: ctx.now() });
      await tx.insert(resource).values({ ...far, createdAt: ctx.now() });
    } catch (error) {
      throw violatedUnique(error) === null ? error : taken(code, name);
    }
    const after = { code, rack: rack.name, resource: name, mac };
    await recordAudit(tx, ctx, { action: "direct_link.lay", subjectId: id, tenantId: rack.tenantId, after });
    return { id };
  });
}

async function rackOf(tx: Queryable, id: string): Promise<typeof clientSystem.$inferSelect> {
  const [row] = await tx
    .select()
    .from(clientSystem)
    .where(and(eq(clientSystem.id, id), isNull(clientSystem.releasedAt)));
  if (row === undefined) throw notFound("rack", id);
  return row;
}

async function mustBeTogether(
  tx: Queryable,
  { name, datacenterId }: typeof clientSystem.$inferSelect,
  systemId: string,
): Promise<void> {
  const [row] = await tx
    .select({ system: cloudSystem.name, datacenterId: cloud.datacenterId })
    .from(cloudSystem)
    .innerJoin(cloud, eq(cloud.id, cloudSystem.cloudId))
    .where(eq(cloudSystem.id, systemId));
  if (row === undefined) throw notFound("cloud system", systemId);
  if (row.datacenterId === datacenterId) return;
  throw new ServiceError(
    "invalid",
    `${name} and ${row.system} are in two datacenters: a direct link is one cable. Choose a system beside the rack.`,
    "cloudSystemId",
  );
}

function taken(code: string, name: string): ServiceError {
  return new ServiceError(
    "conflict",
    `There is a direct link ${code} already, or a resource ${name}. Choose another.`,
    "code",
  );
}
