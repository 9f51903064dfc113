import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const datacenter = sqliteTable("datacenter", {
  id: text("id").primaryKey(),
  code: text("code").notNull().unique(),
  name: text("name").notNull(),
  place: text("place").notNull(),
  /** Own range of host tags, both ends included (seed para 66). The rows of `host_tag` are what keeps ranges apart. */
  hostTagFirst: integer("host_tag_first").notNull(),
  hostTagLast: integer("host_tag_last").notNull(),
  /** Own range of tag 3, by which frames to it are named (seed paras 66, 101); its first is the datacenter's Global VLAN. */
  tagFirst: integer("tag_first").notNull(),
  tagLast: integer("tag_last").notNull(),
  createdAt: integer("created_at").notNull(),
});

/**
 * Every host tag that some datacenter owns, one row each: its primary key is why ranges cannot overlap,
 * and its index is why the next free one costs one seek.
 */
export const hostTag = sqliteTable(
  "host_tag",
  {
    tag: integer("tag").primaryKey(),
    datacenterId: text("datacenter_id")
      .notNull()
      .references(() => datacenter.id),
    state: text("state", { enum: ["free", "held", "quarantined"] }).notNull(),
    /** The next customer tag never handed out under this host tag; 4095 when only recycled ones are left. */
    nextCustomerTag: integer("next_customer_tag").notNull(),
    releasedAt: integer("released_at"),
  },
  (table) => [
    check("host_tag_is_12_bit", sql`${table.tag} between 1 and 4094`),
    index("host_tag_free").on(table.datacenterId, table.state, table.releasedAt, table.tag),
  ],
);
