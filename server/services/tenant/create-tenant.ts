import { z } from "zod";
import { violatedUnique } from "@/db/constraint";
import { tenant } from "@/db/schema/tenant";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { nameField } from "../field";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";

export const createTenantInput = z.object({
  name: nameField,
  slug: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,29}$/, "A slug is 1 to 30 of a to z, 0 to 9 and -, and begins with a letter."),
});

/** Admits a tenant: a customer with racks and people of its own. */
export async function createTenant({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof createTenantInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { name, slug } = parseInput(createTenantInput, input);
  const id = ctx.newId("tenant");
  return ctx.db.transact(async (tx) => {
    try {
      await tx.insert(tenant).values({ id, name, slug, createdAt: ctx.now() });
    } catch (error) {
      throw violatedUnique(error) === null ? error : slugTaken(slug);
    }
    await recordAudit(tx, ctx, { action: "tenant.create", subjectId: id, tenantId: id, after: { name, slug } });
    return { id };
  });
}

function slugTaken(slug: string): ServiceError {
  return new ServiceError("conflict", `There is a tenant "${slug}" already. Choose another slug.`, "slug");
}
