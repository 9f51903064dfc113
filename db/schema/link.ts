import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "@/agent/encapsulation/kinds";
import { datacenter } from "./datacenter";
import { networkSwitch, port } from "./switch";

/** A cable between two switches of one datacenter; the pair stays on the frames. */
export const trunk = sqliteTable("trunk", {
  id: text("id").primaryKey(),
  code: text("code").notNull().unique(),
  aPortId: text("a_port_id")
    .notNull()
    .unique()
    .references(() => port.id),
  bPortId: text("b_port_id")
    .notNull()
    .unique()
    .references(() => port.id),
  createdAt: integer("created_at").notNull(),
});

const ENCAPSULATIONS = [...LINE_ENCAPSULATIONS, ...PROVIDER_ENCAPSULATIONS] as const;

/** A link between switches of two datacenters: a dedicated line (seed 224, 226, 228) or through a provider (306, 308). */
export const link = sqliteTable(
  "link",
  {
    id: text("id").primaryKey(),
    code: text("code").notNull().unique(),
    medium: text("medium", { enum: ["line", "provider"] }).notNull(),
    /** How its frames are sent. */
    encapsulation: text("encapsulation", { enum: ENCAPSULATIONS }).notNull(),
    /** A second one that is accepted while the encapsulation is being changed. */
    alsoAccepts: text("also_accepts", { enum: ENCAPSULATIONS }),
    aPortId: text("a_port_id")
      .notNull()
      .unique()
      .references(() => port.id),
    bPortId: text("b_port_id")
      .notNull()
      .unique()
      .references(() => port.id),
    /** The routers' addresses at the provider; null on a line. */
    aAddress: text("a_address"),
    bAddress: text("b_address"),
    /** Tag 4: VNI, VSID or label on the long haul (seed para 104); null on a line. */
    longHaul: integer("long_haul").unique(),
    /** Octets: of layer 2 payload on a line, of IP packet on a provider link. */
    mtu: integer("mtu").notNull(),
    /** By what the operator says here paths are chosen: first the sum of costs, then that of latencies. */
    cost: integer("cost").notNull(),
    latencyMicros: integer("latency_micros").notNull(),
    /** A drained link stays as it is, and no path uses it. */
    state: text("state", { enum: ["in_service", "drained"] }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    check(
      "provider_link_is_addressed",
      sql`${table.medium} = 'line' or (${table.aAddress} is not null and ${table.bAddress} is not null and ${table.longHaul} is not null)`,
    ),
  ],
);

/** What joins two switches of different datacenters over whichever path is up: a port of each one's bridge. */
export const pseudowire = sqliteTable(
  "pseudowire",
  {
    id: text("id").primaryKey(),
    aSwitchId: text("a_switch_id")
      .notNull()
      .references(() => networkSwitch.id),
    bSwitchId: text("b_switch_id")
      .notNull()
      .references(() => networkSwitch.id),
    aPortId: text("a_port_id")
      .notNull()
      .unique()
      .references(() => port.id),
    bPortId: text("b_port_id")
      .notNull()
      .unique()
      .references(() => port.id),
    /** Links that its paths must and must not use, as `wayKey` writes them; empty when any will do. At rest: `restingKey`. */
    way: text("way").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("pseudowire_once_a_way").on(table.aSwitchId, table.bSwitchId, table.way)],
);

/** One way of a pseudowire; its hops are links in the order from A to B. Rank 0 is the best. */
export const pseudowirePath = sqliteTable(
  "pseudowire_path",
  {
    id: text("id").primaryKey(),
    pseudowireId: text("pseudowire_id")
      .notNull()
      .references(() => pseudowire.id),
    rank: integer("rank").notNull(),
    /** Tag 3 of frames that travel to B, from the range of B's datacenter; and to A. */
    tagToB: integer("tag_to_b").notNull().unique(),
    tagToA: integer("tag_to_a").notNull().unique(),
  },
  (table) => [index("path_of_pseudowire").on(table.pseudowireId, table.rank)],
);

export const pseudowireHop = sqliteTable(
  "pseudowire_hop",
  {
    pathId: text("path_id")
      .notNull()
      .references(() => pseudowirePath.id),
    position: integer("position").notNull(),
    linkId: text("link_id")
      .notNull()
      .references(() => link.id),
  },
  (table) => [primaryKey({ columns: [table.pathId, table.position] }), index("hop_of_link").on(table.linkId)],
);

/**
 * Every tag 3 that some datacenter owns, one row each (seed para 66): its primary key is why ranges cannot overlap.
 * A tag names the datacenter that frames travel to; it is held by one direction of one path.
 */
export const datacenterTag = sqliteTable(
  "datacenter_tag",
  {
    tag: integer("tag").primaryKey(),
    datacenterId: text("datacenter_id")
      .notNull()
      .references(() => datacenter.id),
    pathId: text("path_id"),
    /** Freed tags are handed out again last. */
    freedAt: integer("freed_at"),
  },
  (table) => [
    check("datacenter_tag_is_label_and_vlan", sql`${table.tag} between 16 and 4094`),
    index("datacenter_tag_free").on(table.datacenterId, table.pathId, table.freedAt, table.tag),
  ],
);

/** A link taken down on purpose for some seconds, to see that its services go on by other paths. */
export const drill = sqliteTable(
  "drill",
  {
    id: text("id").primaryKey(),
    linkId: text("link_id")
      .notNull()
      .references(() => link.id),
    startedAt: integer("started_at").notNull(),
    /** The agents open the link again by themselves at this moment. */
    endsAt: integer("ends_at").notNull(),
    stage: text("stage", { enum: ["down", "settling", "done"] }).notNull(),
    /** Frames of each service that had gone into pseudowires and not come out, when it began, as JSON. */
    before: text("before").notNull(),
    /** Frames that each service lost, as JSON; null until it is done. */
    report: text("report"),
    actorName: text("actor_name").notNull(),
  },
  (table) => [
    uniqueIndex("drill_one_at_a_time").on(sql`1`).where(sql`${table.stage} <> 'done'`),
    index("drill_of_link").on(table.linkId, table.startedAt),
  ],
);

/** A change of a link's encapsulation while frames cross it, make before break; the last stage is its report. */
export const linkChange = sqliteTable(
  "link_change",
  {
    id: text("id").primaryKey(),
    linkId: text("link_id")
      .notNull()
      .references(() => link.id),
    from: text("from_encapsulation", { enum: ENCAPSULATIONS }).notNull(),
    to: text("to_encapsulation", { enum: ENCAPSULATIONS }).notNull(),
    /** Both ends accept both; then both send the new one; then the old one is accepted no more. */
    stage: text("stage", { enum: ["accepting", "sending", "done"] }).notNull(),
    startedAt: integer("started_at").notNull(),
    stageAt: integer("stage_at").notNull(),
    /** Frames that had gone into pseudowires over the link and not come out, when it began. */
    missingBefore: integer("missing_before").notNull(),
    /** Frames lost meanwhile; null until it is done. */
    lostFrames: integer("lost_frames"),
    actorName: text("actor_name").notNull(),
  },
  (table) => [
    uniqueIndex("link_change_one_at_a_time").on(table.linkId).where(sql`${table.stage} <> 'done'`),
    index("link_change_of_link").on(table.linkId, table.startedAt),
  ],
);
