import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { cloud, cloudSystem } from "@/db/schema/cloud";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { nameField } from "../field";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";

/** Ports for machines that a switch has (`server/services/machine/place.ts`). */
const MOST_MACHINES = 999;

export const addCloudSystemInput = z.object({
  cloudId: z.string(),
  name: nameField,
  /** Name of the physical system of the same cloud that provides a virtual one (seed para 41); null for a physical one. */
  parent: nameField.nullable(),
  /** Machines that it can hold at once (seed para 69); none where nobody says so. */
  machineCapacity: z.number().int().min(0).max(MOST_MACHINES).default(0),
});

/** Adds a physical system to a cloud, or a virtual one on a physical one. */
export async function addCloudSystem({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof addCloudSystemInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { cloudId, name, parent, machineCapacity } = parseInput(addCloudSystemInput, input);
  const id = ctx.newId("cloudSystem");
  return ctx.db.transact(async (tx) => {
    const [home] = await tx.select().from(cloud).where(eq(cloud.id, cloudId));
    if (home === undefined) throw notFound("cloud", cloudId);
    const parentId = parent === null ? null : await physicalSystem(tx, cloudId, parent);
    const kind = parent === null ? "physical" : "virtual";
    try {
      await tx.insert(cloudSystem).values({ id, cloudId, name, kind, parentId, machineCapacity });
    } catch (error) {
      throw violatedUnique(error) === null ? error : nameTaken(name);
    }
    const after = { name, kind, parent, cloud: home.code, machineCapacity };
    await recordAudit(tx, ctx, { action: "cloud_system.add", subjectId: id, tenantId: null, after });
    return { id };
  });
}

async function physicalSystem(tx: Queryable, cloudId: string, name: string): Promise<string> {
  const [row] = await tx
    .select({ id: cloudSystem.id })
    .from(cloudSystem)
    .where(and(eq(cloudSystem.cloudId, cloudId), eq(cloudSystem.name, name), eq(cloudSystem.kind, "physical")));
  if (row === undefined) throw notFound("physical cloud system", name);
  return row.id;
}

function nameTaken(name: string): ServiceError {
  return new ServiceError("conflict", `There is a cloud system ${name} already. Choose another name.`, "name");
}
