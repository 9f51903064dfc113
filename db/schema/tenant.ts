import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { user } from "./auth";

export const tenant = sqliteTable("tenant", {
  id: text("id").primaryKey(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const member = sqliteTable(
  "member",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    userId: text("user_id")
      .notNull()
      .references(() => user.id),
    role: text("role", { enum: ["owner"] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.userId] }), index("member_of_user").on(table.userId)],
);

/** People of the operator: they see all tenants and decide on requests across datacenters. */
export const operator = sqliteTable("operator", {
  userId: text("user_id")
    .primaryKey()
    .references(() => user.id),
});
