import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { portNumber } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { cloud, cloudSystem, resource } from "@/db/schema/cloud";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { macField, nameField } from "../field";
import { MACHINE_PORTS } from "../machine/placed";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";

export const addResourceInput = z.object({
  cloudSystemId: z.string(),
  name: nameField,
  switchCode: z.string(),
  /** A cloud port (the seed's 122) of that switch. */
  port: portNumber,
  mac: macField,
});

/** Adds an interface of a cloud system at a port of its own: what tenants extend their VLANs to. */
export async function addResource({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof addResourceInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { cloudSystemId, name, switchCode, port, mac } = parseInput(addResourceInput, input);
  const id = ctx.newId("resource");
  return ctx.db.transact(async (tx) => {
    const portId = await cloudPort(tx, cloudSystemId, switchCode, port);
    try {
      await tx.insert(resource).values({ id, cloudSystemId, name, portId, mac, createdAt: ctx.now() });
    } catch (error) {
      throw violatedUnique(error) === null ? error : taken(name, `${switchCode}/${port}`);
    }
    const after = { name, mac, port: `${switchCode}/${port}` };
    await recordAudit(tx, ctx, { action: "resource.add", subjectId: id, tenantId: null, after });
    return { id };
  });
}

/** The cloud port with that number at a switch of the datacenter in which the system's cloud is. */
async function cloudPort(tx: Queryable, systemId: string, switchCode: string, number: number): Promise<string> {
  const isCabled = sql`${port.id} not in ${MACHINE_PORTS}`;
  const [row] = await tx
    .select({ id: port.id })
    .from(cloudSystem)
    .innerJoin(cloud, eq(cloud.id, cloudSystem.cloudId))
    .innerJoin(networkSwitch, eq(networkSwitch.datacenterId, cloud.datacenterId))
    .innerJoin(
      port,
      and(eq(port.switchId, networkSwitch.id), eq(port.kind, "cloud"), eq(port.number, number), isCabled),
    )
    .where(and(eq(cloudSystem.id, systemId), eq(networkSwitch.code, switchCode)));
  if (row === undefined) throw notFound("cloud port", `${switchCode}/${number}`);
  return row.id;
}

function taken(name: string, port: string): ServiceError {
  return new ServiceError(
    "conflict",
    `There is a resource ${name} already, or one at port ${port}. Choose another.`,
    "name",
  );
}
