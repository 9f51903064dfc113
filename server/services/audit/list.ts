import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { audit } from "@/db/schema/audit";
import { tenant } from "@/db/schema/tenant";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleTenant } from "../scope";
import type { AuditView } from "./view";

/** Rows of one page. */
const PAGE = 50;

export const listAuditInput = z.object({ before: z.number().int().min(1).optional() }).optional();

/** The last changes that the actor may see, newest first; those before the entry `before` for the next page. */
export async function listAudit({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof listAuditInput>;
}): Promise<AuditView[]> {
  const tenantId = visibleTenant(ctx);
  const before = parseInput(listAuditInput, input)?.before;
  const rows = await ctx.db.read
    .select({ audit, tenant: tenant.name })
    .from(audit)
    .leftJoin(tenant, eq(tenant.id, audit.tenantId))
    .where(
      and(
        tenantId === null ? undefined : eq(audit.tenantId, tenantId),
        before === undefined ? undefined : lt(audit.id, before),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(PAGE);
  return rows.map(({ audit: row, tenant }) => ({
    ...{ id: row.id, at: row.at, action: row.action, subjectId: row.subjectId, before: row.before, after: row.after },
    actor: { kind: row.actorKind, name: row.actorName },
    tenant,
  }));
}
