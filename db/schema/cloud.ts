import { isNull, sql } from "drizzle-orm";
import { check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { clientSystem } from "./client-system";
import { datacenter } from "./datacenter";
import { machine } from "./machine";
import { port } from "./switch";
import { tenant } from "./tenant";

/** A cloud computing environment (seed 108, 208). */
export const cloud = sqliteTable("cloud", {
  id: text("id").primaryKey(),
  code: text("code").notNull().unique(),
  datacenterId: text("datacenter_id")
    .notNull()
    .references(() => datacenter.id),
  name: text("name").notNull(),
});

/** A physical or virtual system of a cloud (seed 110A to 110D, 210); a virtual one has the physical one that provides it. */
export const cloudSystem = sqliteTable("cloud_system", {
  id: text("id").primaryKey(),
  cloudId: text("cloud_id")
    .notNull()
    .references(() => cloud.id),
  name: text("name").notNull().unique(),
  kind: text("kind", { enum: ["physical", "virtual"] }).notNull(),
  parentId: text("parent_id"),
  /** Machines that it can hold at once. */
  machineCapacity: integer("machine_capacity").notNull().default(0),
});

/**
 * What a tenant extends to, reserved for one tenant at a time: an interface of a cloud system on a port of its own, a
 * machine of the tenant's, another rack of the tenant's, or an interface at the far end of a direct link.
 */
export const resource = sqliteTable(
  "resource",
  {
    id: text("id").primaryKey(),
    /** Null for a rack. */
    cloudSystemId: text("cloud_system_id").references(() => cloudSystem.id),
    /** The rack that it is; null for what is in a cloud. */
    clientSystemId: text("client_system_id").references(() => clientSystem.id),
    /** The machine that it is; null where hardware stands. */
    machineId: text("machine_id").references(() => machine.id),
    name: text("name").notNull(),
    /** Null at the end of a direct link: no switch is there. */
    portId: text("port_id").references(() => port.id),
    directLinkId: text("direct_link_id").references(() => directLink.id),
    /** Null for a rack whose MAC nobody declared. */
    mac: text("mac"),
    reservedFor: text("reserved_for").references(() => tenant.id),
    createdAt: integer("created_at").notNull(),
    /** Its machine or rack is gone; the row stays for the orders that name it. */
    retiredAt: integer("retired_at"),
  },
  (table) => [
    // Machines are named by their tenants, who do not know each other's names.
    uniqueIndex("resource_name").on(table.name).where(sql`${table.retiredAt} is null and ${table.machineId} is null`),
    uniqueIndex("resource_port").on(table.portId).where(isNull(table.retiredAt)),
    uniqueIndex("resource_client_system").on(table.clientSystemId),
    uniqueIndex("resource_machine").on(table.machineId),
    uniqueIndex("resource_direct_link").on(table.directLinkId),
    check("resource_is_somewhere", sql`(${table.portId} is null) = (${table.directLinkId} is not null)`),
    check("resource_is_of_one_kind", sql`(${table.cloudSystemId} is null) = (${table.clientSystemId} is not null)`),
  ],
);

/** An L1/L2 cable from a client system to a cloud system without a switch (seed para 49, link 112): nothing of ours is on it. */
export const directLink = sqliteTable("direct_link", {
  id: text("id").primaryKey(),
  code: text("code").notNull().unique(),
  clientSystemId: text("client_system_id")
    .notNull()
    .references(() => clientSystem.id),
  createdAt: integer("created_at").notNull(),
});
