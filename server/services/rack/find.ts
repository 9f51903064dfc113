import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound } from "../../errors";

/** A tenant's rack with the port that it hangs on. */
export interface OwnRack {
  readonly id: string;
  readonly name: string;
  readonly hostTag: number;
  readonly port: { readonly switchCode: string; readonly number: number };
}

/** The tenant's rack with that id; a foreign or released one is as absent as one that never was. */
export async function ownRack(db: Queryable, tenantId: string, id: string): Promise<OwnRack> {
  const [row] = await db
    .select({ rack: clientSystem, number: port.number, switchCode: networkSwitch.code })
    .from(clientSystem)
    .innerJoin(port, eq(port.id, clientSystem.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(clientSystem.id, id), eq(clientSystem.tenantId, tenantId), isNull(clientSystem.releasedAt)));
  if (row === undefined) throw notFound("rack", id);
  const { rack, number, switchCode } = row;
  return { id: rack.id, name: rack.name, hostTag: rack.hostTag, port: { switchCode, number } };
}
