import { isNull, sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { datacenter, hostTag } from "./datacenter";
import { machine } from "./machine";
import { port } from "./switch";
import { tenant } from "./tenant";

/** A client system (seed 102, 202): a rack, or a virtual one (para 73). Holds one host tag for its whole life. */
export const clientSystem = sqliteTable(
  "client_system",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    datacenterId: text("datacenter_id")
      .notNull()
      .references(() => datacenter.id),
    name: text("name").notNull(),
    kind: text("kind", { enum: ["physical", "virtual"] }).notNull(),
    hostTag: integer("host_tag")
      .notNull()
      .references(() => hostTag.tag),
    /** Letter series of its tags, as FIG. 6 to 8 name them: A, B, ... Z, AA. By order of registration, never reused. */
    series: text("series").notNull().unique(),
    /** Null while it waits for a cable: every client port of the datacenter had a rack when it was registered. */
    portId: text("port_id").references(() => port.id),
    /** A virtual one is a machine that the cloud makes (seed para 73). */
    machineId: text("machine_id").references(() => machine.id),
    /** What its port takes in: frames of the other kind are dropped there and counted. */
    accepts: text("accepts", { enum: ["both", "tagged", "untagged"] })
      .notNull()
      .default("both"),
    mac: text("mac"),
    room: text("room"),
    cabinet: text("cabinet"),
    heightUnits: integer("height_units"),
    createdAt: integer("created_at").notNull(),
    releasedAt: integer("released_at"),
  },
  (table) => [
    uniqueIndex("client_system_name").on(table.tenantId, sql`lower(${table.name})`).where(isNull(table.releasedAt)),
    uniqueIndex("client_system_host_tag").on(table.hostTag).where(isNull(table.releasedAt)),
    // Finds the last series in one seek: Z is before AA.
    index("client_system_series_order").on(sql`length(${table.series})`, table.series),
    index("client_system_waiting")
      .on(table.datacenterId, table.createdAt)
      .where(sql`${table.portId} is null and ${table.releasedAt} is null`),
    uniqueIndex("client_system_port").on(table.portId).where(isNull(table.releasedAt)),
  ],
);
