import { isNull, sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { networkSwitch, port } from "./switch";
import { vlan } from "./vlan";

// Map 118 of each switch (seed paras 50, 57): which port and client VLAN belongs to which segment.

/** L: a segment's number on one switch. A freed row keeps its number with `vlanId` null and is handed out again last. */
export const segmentNumber = sqliteTable(
  "segment_number",
  {
    switchId: text("switch_id")
      .notNull()
      .references(() => networkSwitch.id),
    number: integer("number").notNull(),
    vlanId: text("vlan_id").references(() => vlan.id),
    freedAt: integer("freed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.switchId, table.number] }),
    check("segment_number_fits_the_bridges", sql`${table.number} between 1 and 65504`),
    uniqueIndex("segment_once_a_switch").on(table.switchId, table.vlanId),
    index("segment_freed").on(table.switchId, table.freedAt).where(isNull(table.vlanId)),
  ],
);

/** A segment at a port of a rack or a resource, under the client's own VLAN id; `vid` null is untagged. */
export const attachment = sqliteTable(
  "attachment",
  {
    id: text("id").primaryKey(),
    switchId: text("switch_id")
      .notNull()
      .references(() => networkSwitch.id),
    portId: text("port_id")
      .notNull()
      .references(() => port.id),
    vid: integer("vid"),
    vlanId: text("vlan_id")
      .notNull()
      .references(() => vlan.id),
    /** Profile and rules that hold there, as JSON; null where nothing was ordered. Derived from the rows that say what was. */
    terms: text("terms"),
  },
  (table) => [
    uniqueIndex("attachment_port_vlan").on(
      table.portId,
      sql`case when ${table.vid} is null then 0 else ${table.vid} end`,
    ),
    index("attachment_of_vlan").on(table.vlanId),
    index("attachment_of_switch").on(table.switchId),
  ],
);

/** A segment at a trunk or pseudowire port: the pair stays on. */
export const trunkAttachment = sqliteTable(
  "trunk_attachment",
  {
    switchId: text("switch_id")
      .notNull()
      .references(() => networkSwitch.id),
    portId: text("port_id")
      .notNull()
      .references(() => port.id),
    vlanId: text("vlan_id")
      .notNull()
      .references(() => vlan.id),
  },
  (table) => [
    primaryKey({ columns: [table.portId, table.vlanId] }),
    index("trunk_of_vlan").on(table.vlanId),
    index("trunk_of_switch").on(table.switchId),
  ],
);
