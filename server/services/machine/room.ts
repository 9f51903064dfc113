import { and, count, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { cloudSystem } from "@/db/schema/cloud";
import { machine, machineMove } from "@/db/schema/machine";
import { RUNNING_STAGES } from "./placed";
import type { SystemRoom } from "./provider";

/** Every system that can hold machines, with how many it holds; one that is on its way there has its place already. */
export async function systemRooms(db: Queryable): Promise<SystemRoom[]> {
  const systems = await db
    .select()
    .from(cloudSystem)
    .where(gt(cloudSystem.machineCapacity, 0))
    .orderBy(cloudSystem.name);
  const living = await db
    .select({ id: machine.cloudSystemId, machines: count() })
    .from(machine)
    .where(and(isNull(machine.goneAt), isNotNull(machine.cloudSystemId)))
    .groupBy(machine.cloudSystemId);
  const arriving = await db
    .select({ id: machineMove.toCloudSystemId, machines: count() })
    .from(machineMove)
    .innerJoin(machine, eq(machine.id, machineMove.machineId))
    .where(inArray(machineMove.stage, RUNNING_STAGES.slice(0, 2)))
    .groupBy(machineMove.toCloudSystemId);
  return systems.map(({ id, name, cloudId, machineCapacity }) => {
    const here = [...living, ...arriving].filter((one) => one.id === id);
    return { id, name, cloudId, capacity: machineCapacity, used: here.reduce((sum, one) => sum + one.machines, 0) };
  });
}

/** How many more machines a system can hold. */
export function leftIn({ capacity, used }: SystemRoom): number {
  return Math.max(0, capacity - used);
}
