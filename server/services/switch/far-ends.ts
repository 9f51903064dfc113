import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { port } from "@/db/schema/switch";
import { lineEndsOf } from "../link/ends";

/** What hangs on the ports of a switch, by port id: "rack 102A", "110A", "line 224 to DC2". */
export async function farEndsOf(db: Queryable, switchId: string): Promise<ReadonlyMap<string, string>> {
  const racks = await db
    .select({ portId: port.id, name: clientSystem.name })
    .from(clientSystem)
    .innerJoin(port, eq(port.id, clientSystem.portId))
    .where(and(eq(port.switchId, switchId), isNull(clientSystem.releasedAt)));
  const resources = await db
    .select({ portId: port.id, name: resource.name })
    .from(resource)
    .innerJoin(port, eq(port.id, resource.portId))
    .where(eq(port.switchId, switchId));
  const lines = await lineEndsOf(db, switchId);
  return new Map([
    ...racks.map(({ portId, name }): [string, string] => [portId, `rack ${name}`]),
    ...resources.map(({ portId, name }): [string, string] => [portId, name]),
    ...lines.map(({ near, far, code }): [string, string] => [near.portId, `line ${code} to ${far.datacenterCode}`]),
  ]);
}
