import { eq } from "drizzle-orm";
import { z } from "zod";
import { violatedUnique } from "@/db/constraint";
import { cloud } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { nameField } from "../field";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";

export const createCloudInput = z.object({
  datacenterId: z.string(),
  code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,11}$/, "A code is 1 to 12 letters, digits and -."),
  name: nameField,
});

/** Makes a cloud computing environment in a datacenter (seed 108, 208). */
export async function createCloud({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof createCloudInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { datacenterId, code, name } = parseInput(createCloudInput, input);
  const id = ctx.newId("cloud");
  return ctx.db.transact(async (tx) => {
    const [home] = await tx.select().from(datacenter).where(eq(datacenter.id, datacenterId));
    if (home === undefined) throw notFound("datacenter", datacenterId);
    try {
      await tx.insert(cloud).values({ id, datacenterId, code, name });
    } catch (error) {
      throw violatedUnique(error) === null ? error : codeTaken(code);
    }
    const after = { code, name, datacenter: home.code };
    await recordAudit(tx, ctx, { action: "cloud.create", subjectId: id, tenantId: null, after });
    return { id };
  });
}

function codeTaken(code: string): ServiceError {
  return new ServiceError("conflict", `There is a cloud ${code} already. Choose another code.`, "code");
}
