import { isNull, sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { clientSystem } from "./client-system";
import { hostTag } from "./datacenter";
import { tenant } from "./tenant";

/** The pair (S, C): unique in the whole federation by primary key. A row stays when it is released, and rests. */
export const tagPair = sqliteTable(
  "tag_pair",
  {
    hostTag: integer("host_tag")
      .notNull()
      .references(() => hostTag.tag),
    customerTag: integer("customer_tag").notNull(),
    state: text("state", { enum: ["held", "quarantined"] }).notNull(),
    heldAt: integer("held_at").notNull(),
    releasedAt: integer("released_at"),
  },
  (table) => [
    primaryKey({ columns: [table.hostTag, table.customerTag] }),
    check("customer_tag_is_12_bit", sql`${table.customerTag} between 1 and 4094`),
    index("tag_pair_recycled").on(table.hostTag, table.state, table.releasedAt),
  ],
);

/** One VLAN of a client system, and so one segment with its pair. `vid` null is untagged. */
export const vlan = sqliteTable(
  "vlan",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    clientSystemId: text("client_system_id")
      .notNull()
      .references(() => clientSystem.id),
    vid: integer("vid"),
    name: text("name").notNull(),
    cidr: text("cidr"),
    hostTag: integer("host_tag").notNull(),
    customerTag: integer("customer_tag").notNull(),
    createdAt: integer("created_at").notNull(),
    releasedAt: integer("released_at"),
  },
  (table) => [
    check("vid_is_12_bit", sql`${table.vid} is null or ${table.vid} between 1 and 4094`),
    uniqueIndex("vlan_of_system")
      .on(table.clientSystemId, sql`coalesce(${table.vid}, 0)`)
      .where(isNull(table.releasedAt)),
    uniqueIndex("vlan_pair").on(table.hostTag, table.customerTag).where(isNull(table.releasedAt)),
    index("vlan_of_tenant").on(table.tenantId, table.createdAt),
    index("vlan_by_vid").on(table.vid),
  ],
);
