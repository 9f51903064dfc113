import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { networkSwitch, port, seriesPort } from "@/db/schema/switch";
import { MACHINE_PORTS } from "../machine/placed";

/** A client port with a cable, at a switch. */
export interface ClientPort {
  readonly id: string;
  readonly number: number;
  readonly switchCode: string;
}

/** "116/4", or null for a rack that waits for a cable: how audit entries name a port. */
export function portText(at: { switchCode: string; number: number } | null): string | null {
  return at === null ? null : `${at.switchCode}/${at.number}`;
}

/**
 * The lowest client port of a datacenter's switch that has a cable and no rack; null when there is none. Walks the ports
 * of one switch: there are as many as a switch has sockets.
 */
export async function lowestFreeClientPort(tx: Queryable, datacenterId: string): Promise<ClientPort | null> {
  const [row] = await tx
    .select({ id: port.id, number: port.number, switchCode: networkSwitch.code })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .leftJoin(clientSystem, rackAtPort())
    .where(freeClientPort(datacenterId))
    .orderBy(asc(networkSwitch.code), asc(port.number))
    .limit(1);
  return row ?? null;
}

/** How many racks could still be registered in a datacenter as far as ports go. */
export async function countFreeClientPorts(read: Queryable, datacenterId: string): Promise<number> {
  const [row] = await read
    .select({ ports: count() })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .leftJoin(clientSystem, rackAtPort())
    .where(freeClientPort(datacenterId));
  return row?.ports ?? 0;
}

function rackAtPort() {
  return and(eq(clientSystem.portId, port.id), isNull(clientSystem.releasedAt));
}

function freeClientPort(datacenterId: string) {
  const hasCable = sql`${port.id} not in ${MACHINE_PORTS}`;
  // A rack behind a switch in front is registered at the port that gives its host tag.
  const givesHostTag = sql`${port.id} not in (select ${seriesPort.frontPortId} from ${seriesPort})`;
  const isFree = and(hasCable, givesHostTag, isNull(clientSystem.id));
  return and(eq(networkSwitch.datacenterId, datacenterId), eq(port.kind, "client"), isFree);
}
