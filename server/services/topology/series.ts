import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { type PortNumber, portNumber } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { port, seriesPort } from "@/db/schema/switch";
import type { PortAt } from "../../domain/attachments";

/** The switch in front of a client port (seed para 55): the rack's port there, and the one whose cable ends at the client port. */
export interface Front {
  readonly switchId: string;
  readonly port: PortNumber;
  readonly uplink: PortNumber;
  readonly uplinkId: string;
  /** Of the cable between the two switches: octets of layer 2 payload; null while no agent has reported it. */
  readonly mtu: number | null;
}

/** Fronts by the id of the client port that gives the host tag. */
export type Series = ReadonlyMap<string, Front>;

/** A port by its switch and number. */
export type NumberedPort = Pick<PortAt, "switchId" | "number">;

/** Where the cable of a client port's machine really ends: at the switch in front, if there is one. */
export function cableEnd(series: Series, port: PortAt): NumberedPort {
  const front = series.get(port.portId);
  return front === undefined ? port : { switchId: front.switchId, number: front.port };
}

/** Where frames come in from a switch in front of a client port: that port, or none where no switch stands there. */
export function behindFront(series: Series, port: PortAt): PortAt[] {
  return series.has(port.portId) ? [port] : [];
}

/** Where frames for a client port's machine come in at the switch in front, if there is one. */
export function uplinkOf(series: Series, port: PortAt): PortAt[] {
  const front = series.get(port.portId);
  return front === undefined ? [] : [{ switchId: front.switchId, portId: front.uplinkId, number: front.uplink }];
}

/** All switches in series; they are few. */
export async function loadSeries(db: Queryable): Promise<Series> {
  const rackPort = alias(port, "front_port");
  const uplink = alias(port, "uplink_port");
  const rows = await db
    .select({ main: port, rackPort, uplink })
    .from(seriesPort)
    .innerJoin(port, eq(port.id, seriesPort.portId))
    .innerJoin(rackPort, eq(rackPort.id, seriesPort.frontPortId))
    .innerJoin(uplink, eq(uplink.id, seriesPort.uplinkPortId));
  return new Map(rows.map((row) => [row.main.id, frontOf(row)]));
}

type PortRow = typeof port.$inferSelect;

function frontOf({ main, rackPort, uplink }: Record<"main" | "rackPort" | "uplink", PortRow>): Front {
  const mtus = [main.mtu, uplink.mtu].filter((mtu) => mtu !== null);
  return {
    switchId: rackPort.switchId,
    port: portNumber.parse(rackPort.number),
    uplink: portNumber.parse(uplink.number),
    uplinkId: uplink.id,
    mtu: mtus.length === 0 ? null : Math.min(...mtus),
  };
}
