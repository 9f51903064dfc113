import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { datacenter } from "./datacenter";

/** A switch (seed 116, 212), driven by one agent that holds its token. */
export const networkSwitch = sqliteTable("switch", {
  id: text("id").primaryKey(),
  code: text("code").notNull().unique(),
  /** In the federation, 1 to 65535: addresses of probe points derive from it. */
  number: integer("number").notNull().unique(),
  datacenterId: text("datacenter_id")
    .notNull()
    .references(() => datacenter.id),
  name: text("name").notNull(),
  /** SHA-256 of the agent's token; the token itself is shown once and kept nowhere. */
  tokenHash: text("token_hash").notNull().unique(),
  /** Number of the last change of its desired state. */
  changeNumber: integer("change_number").notNull().default(0),
  stateHash: text("state_hash").notNull(),
  /** The next segment number never used on this switch; one above the largest when only freed ones are left. */
  nextSegment: integer("next_segment").notNull().default(1),
  /** As the agent said when it joined. */
  kernel: text("kernel"),
  joinedAt: integer("joined_at"),
});

/**
 * A port: `client` are the seed's ports 120, `cloud` its ports 122; `trunk` leads to another switch of the datacenter,
 * `link` is the end of a line or provider link, and `pseudowire` a port of the bridge that reaches another datacenter.
 */
export const port = sqliteTable(
  "port",
  {
    id: text("id").primaryKey(),
    switchId: text("switch_id")
      .notNull()
      .references(() => networkSwitch.id),
    number: integer("number").notNull(),
    kind: text("kind", { enum: ["client", "cloud", "trunk", "link", "pseudowire"] }).notNull(),
    /** Found by the agent when it joined. */
    mac: text("mac"),
    mtu: integer("mtu"),
  },
  (table) => [uniqueIndex("port_number").on(table.switchId, table.number)],
);

/**
 * Two switches in series (seed para 55): the cable of a client port comes from a switch in front, which has given the
 * frames their customer tag already; this switch adds the host tag.
 */
export const seriesPort = sqliteTable("series_port", {
  /** The client port of the switch that gives the host tag. */
  portId: text("port_id")
    .primaryKey()
    .references(() => port.id),
  /** The rack's port of the switch in front. */
  frontPortId: text("front_port_id")
    .notNull()
    .unique()
    .references(() => port.id),
  /** The port of the switch in front that leads here. */
  uplinkPortId: text("uplink_port_id")
    .notNull()
    .unique()
    .references(() => port.id),
});

/** The change feed: written in the transaction that changes the switch's desired state. `body` is a `DesiredChange`. */
export const switchChange = sqliteTable(
  "switch_change",
  {
    switchId: text("switch_id")
      .notNull()
      .references(() => networkSwitch.id),
    number: integer("number").notNull(),
    body: text("body").notNull(),
    at: integer("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.switchId, table.number] })],
);
