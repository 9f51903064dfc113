import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** One change that somebody made, written in the transaction that made it. */
export const audit = sqliteTable(
  "audit",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: integer("at").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "agent", "system"] }).notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    tenantId: text("tenant_id"),
    /** "rack.register", "vlan.declare", ... */
    action: text("action").notNull(),
    subjectId: text("subject_id").notNull(),
    /** JSON, or null where there is none. */
    before: text("before"),
    after: text("after"),
    requestId: text("request_id"),
  },
  (table) => [index("audit_of_tenant").on(table.tenantId, table.id), index("audit_of_subject").on(table.subjectId)],
);
