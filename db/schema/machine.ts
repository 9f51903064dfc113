import { isNull, sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { port } from "./switch";
import { tenant } from "./tenant";

export const MACHINE_STATES = ["making", "running", "moving", "removing", "gone", "failed"] as const;
export const MOVE_STAGES = ["awaiting_approval", "preparing", "switching", "done", "rejected", "failed"] as const;

/**
 * A machine that the cloud makes for a tenant (seed para 69), or a virtual client system (para 73): it has an IP stack of
 * its own and keeps MAC and addresses wherever it is moved.
 */
export const machine = sqliteTable(
  "machine",
  {
    id: text("id").primaryKey(),
    /** Unique in the federation, never reused: its name in kernels derives from it. */
    number: integer("number").notNull().unique(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    name: text("name").notNull(),
    /** Which provider made it, by the provider's name. */
    provider: text("provider").notNull(),
    /** The system of a cloud that it is placed on; null for a virtual client system. */
    cloudSystemId: text("cloud_system_id"),
    /** Where it is now. */
    portId: text("port_id")
      .notNull()
      .references(() => port.id),
    mac: text("mac").notNull(),
    state: text("state", { enum: MACHINE_STATES }).notNull(),
    /** Why it is in its state, when that needs a sentence. */
    reason: text("reason"),
    createdAt: integer("created_at").notNull(),
    goneAt: integer("gone_at"),
  },
  (table) => [
    uniqueIndex("machine_name").on(table.tenantId, sql`lower(${table.name})`).where(isNull(table.goneAt)),
    uniqueIndex("machine_port").on(table.portId).where(isNull(table.goneAt)),
    uniqueIndex("machine_mac").on(table.mac).where(isNull(table.goneAt)),
    index("machine_of_system").on(table.cloudSystemId).where(isNull(table.goneAt)),
  ],
);

/** Addresses of a machine in the tenant's own subnets; VLAN 0 is untagged. */
export const machineAddress = sqliteTable(
  "machine_address",
  {
    machineId: text("machine_id")
      .notNull()
      .references(() => machine.id),
    vid: integer("vid").notNull(),
    /** The tenant's VLAN that it is an address of. No reference: a VLAN's client system may itself be a machine. */
    vlanId: text("vlan_id").notNull(),
    cidr: text("cidr").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.machineId, table.vid] }),
    uniqueIndex("machine_address_once_a_vlan").on(table.vlanId, table.cidr),
  ],
);

/** A move of a machine from one cloud to another, make before break; the last stage is its report. */
export const machineMove = sqliteTable(
  "machine_move",
  {
    id: text("id").primaryKey(),
    machineId: text("machine_id")
      .notNull()
      .references(() => machine.id),
    fromPortId: text("from_port_id")
      .notNull()
      .references(() => port.id),
    toPortId: text("to_port_id")
      .notNull()
      .references(() => port.id),
    toCloudSystemId: text("to_cloud_system_id").notNull(),
    stage: text("stage", { enum: MOVE_STAGES }).notNull(),
    startedAt: integer("started_at").notNull(),
    stageAt: integer("stage_at").notNull(),
    /** Frames of its extensions that had gone in and not come out, when it was switched over. */
    missingBefore: integer("missing_before"),
    /** Frames lost meanwhile; null until it is done. */
    lostFrames: integer("lost_frames"),
    /** From the switch-over until every entry was read back, ms; null until it is done. */
    convergedMs: integer("converged_ms"),
    reason: text("reason"),
    actorName: text("actor_name").notNull(),
    decidedByName: text("decided_by_name"),
  },
  (table) => [
    uniqueIndex("machine_move_one_at_a_time")
      .on(table.machineId)
      .where(sql`${table.stage} in ('awaiting_approval', 'preparing', 'switching')`),
    uniqueIndex("machine_move_to_port")
      .on(table.toPortId)
      .where(sql`${table.stage} in ('awaiting_approval', 'preparing', 'switching')`),
    index("machine_move_of_machine").on(table.machineId, table.startedAt),
  ],
);
