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
    /** `cidr` as "4" or "6" and its network bits: two ranges overlap exactly when one's text begins with the other's. */
    rangeBits: text("range_bits"),
    hostTag: integer("host_tag").notNull(),
    customerTag: integer("customer_tag").notNull(),
    /** The tenant's own rules in their order, as JSON. */
    rules: text("rules").notNull().default("[]"),
    createdAt: integer("created_at").notNull(),
    releasedAt: integer("released_at"),
  },
  (table) => [
    check("vid_is_12_bit", sql`${table.vid} is null or ${table.vid} between 1 and 4094`),
    // No comma in the expression: drizzle-kit 0.31 would cut it in two there.
    uniqueIndex("vlan_of_system")
      .on(table.clientSystemId, sql`case when ${table.vid} is null then 0 else ${table.vid} end`)
      .where(isNull(table.releasedAt)),
    uniqueIndex("vlan_pair").on(table.hostTag, table.customerTag).where(isNull(table.releasedAt)),
    index("vlan_of_tenant").on(table.tenantId, table.createdAt),
    index("vlan_by_vid").on(table.vid, table.tenantId).where(isNull(table.releasedAt)),
    index("vlan_by_range").on(table.rangeBits, table.tenantId).where(isNull(table.releasedAt)),
  ],
);
