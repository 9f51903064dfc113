import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { datacenter } from "./datacenter";
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
});

/** What a tenant extends to: one interface of a cloud system on a port of its own, reserved for one tenant at a time. */
export const resource = sqliteTable("resource", {
  id: text("id").primaryKey(),
  cloudSystemId: text("cloud_system_id")
    .notNull()
    .references(() => cloudSystem.id),
  name: text("name").notNull().unique(),
  portId: text("port_id")
    .notNull()
    .unique()
    .references(() => port.id),
  mac: text("mac").notNull(),
  reservedFor: text("reserved_for").references(() => tenant.id),
  createdAt: integer("created_at").notNull(),
});
