import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { clientSystem } from "./client-system";
import { resource } from "./cloud";
import { networkSwitch, port } from "./switch";
import { tagPair, vlan } from "./vlan";

/**
 * A VLAN whose rules copy frames to a resource. It has a pair of its own, never the VLAN's, as long as copies have to
 * leave the switch that they are made on.
 */
export const copyStream = sqliteTable(
  "copy_stream",
  {
    vlanId: text("vlan_id")
      .notNull()
      .references(() => vlan.id),
    resourceId: text("resource_id")
      .notNull()
      .references(() => resource.id),
    /** Of the VLAN: any VLAN of it may lead to the resource. */
    clientSystemId: text("client_system_id")
      .notNull()
      .references(() => clientSystem.id),
    hostTag: integer("host_tag").notNull(),
    /** Null while no copy leaves its switch. */
    customerTag: integer("customer_tag"),
  },
  (table) => [
    primaryKey({ columns: [table.vlanId, table.resourceId] }),
    foreignKey({
      columns: [table.hostTag, table.customerTag],
      foreignColumns: [tagPair.hostTag, tagPair.customerTag],
    }),
    uniqueIndex("copy_stream_pair").on(table.hostTag, table.customerTag),
    index("copy_stream_of_system").on(table.clientSystemId, table.resourceId),
  ],
);

/** One switch on the way of copies: by which port they come in, and by which they leave. */
export const copyHop = sqliteTable(
  "copy_hop",
  {
    vlanId: text("vlan_id").notNull(),
    resourceId: text("resource_id").notNull(),
    switchId: text("switch_id")
      .notNull()
      .references(() => networkSwitch.id),
    portId: text("port_id")
      .notNull()
      .references(() => port.id),
    toPortId: text("to_port_id")
      .notNull()
      .references(() => port.id),
    /** At a machine's port: as frames of which VLAN id they leave, 0 for untagged. Null where they go on to another switch. */
    toVid: integer("to_vid"),
  },
  (table) => [
    primaryKey({ columns: [table.vlanId, table.resourceId, table.portId] }),
    foreignKey({
      columns: [table.vlanId, table.resourceId],
      foreignColumns: [copyStream.vlanId, copyStream.resourceId],
    }),
    check("copy_hop_vid_is_12_bit", sql`${table.toVid} is null or ${table.toVid} between 0 and 4094`),
    index("copy_hop_of_switch").on(table.switchId),
  ],
);
