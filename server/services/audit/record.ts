import type { Queryable } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { audit } from "@/db/schema/audit";
import type { Actor, ServiceContext } from "../context";

/** One change worth remembering. `before` and `after` are what people may read of it; no secrets. */
export interface AuditedChange {
  /** "rack.register", "vlan.release", ... */
  readonly action: string;
  readonly subjectId: string;
  /** Whose thing it is; null for the operator's own. */
  readonly tenantId: string | null;
  readonly before?: object;
  readonly after?: object;
}

/** Writes the audit rows of a change, in the transaction that makes it: both are there or neither. */
export async function recordAudit(
  tx: Queryable,
  ctx: ServiceContext,
  ...changes: readonly AuditedChange[]
): Promise<void> {
  const common = {
    at: ctx.now(),
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    actorName: ctx.actor.name,
    requestId: ctx.requestId,
  };
  const rows = changes.map(({ action, subjectId, tenantId, before, after }) => ({
    ...common,
    action,
    subjectId,
    tenantId,
    before: before === undefined ? null : JSON.stringify(before),
    after: after === undefined ? null : JSON.stringify(after),
  }));
  await insertRows(tx, audit, rows);
}

function actorId(actor: Actor): string | null {
  if (actor.kind === "user") return actor.userId;
  return actor.kind === "agent" ? actor.switchId : null;
}
