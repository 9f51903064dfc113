import { isNotNull, sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { resource } from "./cloud";
import { pseudowire } from "./link";
import { tenant } from "./tenant";
import { vlan } from "./vlan";

export const EXTENSION_STATES = [
  "requested",
  "awaiting_approval",
  "allocated",
  "configured",
  "live",
  "releasing",
  "released",
  "rejected",
  "failed",
] as const;

/** A VLAN's segment that reaches a resource. */
export const extension = sqliteTable(
  "extension",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    vlanId: text("vlan_id")
      .notNull()
      .references(() => vlan.id),
    resourceId: text("resource_id")
      .notNull()
      .references(() => resource.id),
    state: text("state", { enum: EXTENSION_STATES }).notNull(),
    /** What it crosses by; null inside one datacenter. */
    pseudowireId: text("pseudowire_id").references(() => pseudowire.id),
    /** The VLAN id at the resource's end, 0 for untagged; null when it is the rack's own. */
    endVid: integer("end_vid"),
    /** Service profile: bit/s in each direction; null is no limit. */
    bandwidth: integer("bandwidth"),
    /** Percent of the bandwidth that floods may take; null is no limit. */
    floodPercent: integer("flood_percent"),
    /** Source addresses that the resource may use, as JSON; null is any. */
    macs: text("macs"),
    macQuota: integer("mac_quota"),
    /** Control protocols that are carried through, as JSON. */
    carried: text("carried").notNull().default("[]"),
    /** Loopback: at which end frames go back to where they came from, until when (ms since 1970), and who asked for it; all null when there is none. */
    loopEnd: text("loop_end", { enum: ["rack", "resource"] }),
    loopUntil: integer("loop_until"),
    loopBy: text("loop_by"),
    /** Why it is in its state, when that needs a sentence. */
    reason: text("reason"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("extension_once")
      .on(table.vlanId, table.resourceId)
      .where(sql`${table.state} not in ('released', 'rejected', 'failed')`),
    index("extension_of_tenant").on(table.tenantId, table.createdAt),
    index("extension_by_state").on(table.state),
    index("extension_of_vlan").on(table.vlanId),
    index("extension_of_resource").on(table.resourceId),
    index("extension_loop_end").on(table.loopUntil).where(isNotNull(table.loopEnd)),
    // Two loopbacks in one VLAN would send a frame to each other for ever.
    uniqueIndex("extension_loop_once_a_vlan").on(table.vlanId).where(isNotNull(table.loopEnd)),
  ],
);

/** Every move of an extension's state, with who and why. Its id numbers the event stream. */
export const extensionTransition = sqliteTable(
  "extension_transition",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    extensionId: text("extension_id")
      .notNull()
      .references(() => extension.id),
    from: text("from_state", { enum: EXTENSION_STATES }),
    to: text("to_state", { enum: EXTENSION_STATES }).notNull(),
    actorKind: text("actor_kind", { enum: ["user", "agent", "system"] }).notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    reason: text("reason"),
    /** What an agent's report proved by this move, an `OrderProof` as JSON; null where no report moved it. */
    proof: text("proof"),
    at: integer("at").notNull(),
  },
  (table) => [index("transition_of_extension").on(table.extensionId, table.id)],
);

/** A request across datacenters, and its decision. */
export const linkRequest = sqliteTable(
  "link_request",
  {
    id: text("id").primaryKey(),
    extensionId: text("extension_id")
      .notNull()
      .unique()
      .references(() => extension.id),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    pseudowireId: text("pseudowire_id")
      .notNull()
      .references(() => pseudowire.id),
    state: text("state", { enum: ["pending", "approved", "rejected", "withdrawn"] }).notNull(),
    requestedBy: text("requested_by").notNull(),
    decidedBy: text("decided_by"),
    decidedByName: text("decided_by_name"),
    reason: text("reason"),
    createdAt: integer("created_at").notNull(),
    decidedAt: integer("decided_at"),
  },
  (table) => [index("link_request_by_state").on(table.state, table.createdAt)],
);
