import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound } from "../../errors";

/** A tenant's rack with the port that it hangs on; null while it waits for a cable. */
export interface OwnRack {
  readonly id: string;
  readonly name: string;
  readonly hostTag: number;
  readonly datacenterId: string;
  readonly port: { readonly switchCode: string; readonly number: number } | null;
}

/** The tenant's rack with that id; a foreign or released one is as absent as one that never was. */
export async function ownRack(db: Queryable, tenantId: string, id: string): Promise<OwnRack> {
  const [row] = await db
    .select({ rack: clientSystem, number: port.number, switchCode: networkSwitch.code })
    .from(clientSystem)
    .leftJoin(port, eq(port.id, clientSystem.portId))
    .leftJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(clientSystem.id, id), eq(clientSystem.tenantId, tenantId), isNull(clientSystem.releasedAt)));
  if (row === undefined) throw notFound("rack", id);
  const { rack, number, switchCode } = row;
  const cabled = switchCode === null || number === null ? null : { switchCode, number };
  return { id: rack.id, name: rack.name, hostTag: rack.hostTag, datacenterId: rack.datacenterId, port: cabled };
}
