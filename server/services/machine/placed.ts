import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { machine, machineAddress, machineMove } from "@/db/schema/machine";
import { networkSwitch, port } from "@/db/schema/switch";

export type PortRow = typeof port.$inferSelect;
export type MachineRow = typeof machine.$inferSelect;
export type MoveRow = typeof machineMove.$inferSelect;
export type AddressRow = typeof machineAddress.$inferSelect;

/** A machine as it has to be at one port: while it is moved it is at two. */
export interface PlacedMachine {
  readonly machine: Pick<MachineRow, "id" | "number" | "mac" | "provider">;
  readonly addresses: readonly Pick<AddressRow, "vid" | "cidr">[];
  readonly port: PortRow;
  /** Of the port's switch in the federation. */
  readonly switchNumber: number;
}

/** In these stages a move holds a port at both ends. */
export const RUNNING_STAGES = ["awaiting_approval", "preparing", "switching"] as const;

/** Every machine that a switch is asked to hold: those that live there, and those that are being moved there. */
export async function machinesOn(db: Queryable, switchId: string): Promise<PlacedMachine[]> {
  const living = await db
    .select({ machine, port, switchNumber: networkSwitch.number })
    .from(machine)
    .innerJoin(port, eq(port.id, machine.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(port.switchId, switchId), isNull(machine.goneAt), ne(machine.state, "removing")));
  const arriving = await db
    .select({ machine, port, switchNumber: networkSwitch.number })
    .from(machineMove)
    .innerJoin(machine, eq(machine.id, machineMove.machineId))
    .innerJoin(port, eq(port.id, machineMove.toPortId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(port.switchId, switchId), eq(machineMove.stage, "preparing")));
  const rows = [...living, ...arriving];
  const addresses = await addressesOf(
    db,
    rows.map((row) => row.machine.id),
  );
  return rows.map((row) => ({ ...row, addresses: addresses.get(row.machine.id) ?? [] }));
}

/** A machine at a port of its: where it is, or where it is moved to or from. */
export async function placedAt(db: Queryable, machineId: string, portId: string): Promise<PlacedMachine> {
  const [row] = await db.select().from(machine).where(eq(machine.id, machineId));
  const [at] = await db
    .select({ port, switchNumber: networkSwitch.number })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(eq(port.id, portId));
  if (row === undefined || at === undefined) throw new Error(`machine ${machineId} has no port ${portId}`);
  return { machine: row, ...at, addresses: (await addressesOf(db, [machineId])).get(machineId) ?? [] };
}

/** Addresses of machines, by machine and then by VLAN id. */
export async function addressesOf(
  db: Queryable,
  machineIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AddressRow[]>> {
  const rows = await db
    .select()
    .from(machineAddress)
    .where(inArray(machineAddress.machineId, [...machineIds]))
    .orderBy(machineAddress.vid);
  return new Map(machineIds.map((id) => [id, rows.filter((row) => row.machineId === id)]));
}

/** Ids of ports that machines have or had: no cable comes to them. For `in` and `not in`. */
export const MACHINE_PORTS = sql`(select ${machine.portId} from ${machine} union select ${machineMove.fromPortId} from ${machineMove} union select ${machineMove.toPortId} from ${machineMove})`;

/** Those of a switch that no machine has now, nor a move under way; lowest first. */
export async function freeMachinePorts(db: Queryable, switchId: string, kind: PortRow["kind"]): Promise<PortRow[]> {
  const living = await db.select({ id: machine.portId }).from(machine).where(isNull(machine.goneAt));
  const moving = await db
    .select()
    .from(machineMove)
    .where(inArray(machineMove.stage, [...RUNNING_STAGES]));
  const used = new Set([...living.map(({ id }) => id), ...moving.flatMap((one) => [one.fromPortId, one.toPortId])]);
  const known = await db
    .select()
    .from(port)
    .where(and(eq(port.switchId, switchId), eq(port.kind, kind), sql`${port.id} in ${MACHINE_PORTS}`))
    .orderBy(port.number);
  return known.filter(({ id }) => !used.has(id));
}
