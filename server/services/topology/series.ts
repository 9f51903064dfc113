import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { type PortNumber, portNumber } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { port, seriesPort } from "@/db/schema/switch";

/** The switch in front of a client port (seed para 55): the rack's port there, and the one whose cable ends at the client port. */
export interface Front {
  readonly switchId: string;
  readonly port: PortNumber;
  readonly uplink: PortNumber;
}

/** Fronts by the id of the client port that gives the host tag. */
export type Series = ReadonlyMap<string, Front>;

/** All switches in series; they are few. */
export async function loadSeries(db: Queryable): Promise<Series> {
  const rackPort = alias(port, "front_port");
  const uplink = alias(port, "uplink_port");
  const rows = await db
    .select({ portId: seriesPort.portId, rackPort, uplink })
    .from(seriesPort)
    .innerJoin(rackPort, eq(rackPort.id, seriesPort.frontPortId))
    .innerJoin(uplink, eq(uplink.id, seriesPort.uplinkPortId));
  return new Map(rows.map(({ portId, rackPort, uplink }) => [portId, frontOf(rackPort, uplink.number)]));
}

function frontOf({ switchId, number }: typeof port.$inferSelect, uplink: number): Front {
  return { switchId, port: portNumber.parse(number), uplink: portNumber.parse(uplink) };
}
