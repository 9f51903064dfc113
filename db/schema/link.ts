import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { port } from "./switch";

/** A line between two datacenters (seed 224). Its ends are trunk ports; the encapsulation stands behind them. */
export const link = sqliteTable("link", {
  id: text("id").primaryKey(),
  code: text("code").notNull().unique(),
  kind: text("kind", { enum: ["dedicated"] }).notNull(),
  encapsulation: text("encapsulation", { enum: ["vpls"] }).notNull(),
  aPortId: text("a_port_id")
    .notNull()
    .unique()
    .references(() => port.id),
  bPortId: text("b_port_id")
    .notNull()
    .unique()
    .references(() => port.id),
  /** Label of frames that travel from A to B: it names B's datacenter. */
  labelToB: integer("label_to_b").notNull(),
  labelToA: integer("label_to_a").notNull(),
  /** Largest layer 2 payload that the line carries, in octets. */
  mtu: integer("mtu").notNull(),
  createdAt: integer("created_at").notNull(),
});
