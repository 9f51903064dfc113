import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { prepared } from "@/db/prepared";
import { clientSystem } from "@/db/schema/client-system";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import type { Accepts } from "../../domain/accepts";
import { notFound } from "../../errors";

/** A tenant's rack with the port that it hangs on; null while it waits for a cable. */
export interface OwnRack {
  readonly id: string;
  readonly name: string;
  readonly hostTag: number;
  readonly series: string;
  readonly accepts: Accepts;
  readonly datacenterId: string;
  readonly datacenterCode: string;
  readonly port: { readonly switchCode: string; readonly number: number } | null;
}

const rackOfTenant = prepared(["id", "tenantId"], (db, { id, tenantId }) =>
  db
    .select({
      rack: clientSystem,
      datacenterCode: datacenter.code,
      number: port.number,
      switchCode: networkSwitch.code,
    })
    .from(clientSystem)
    .innerJoin(datacenter, eq(datacenter.id, clientSystem.datacenterId))
    .leftJoin(port, eq(port.id, clientSystem.portId))
    .leftJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(clientSystem.id, id), eq(clientSystem.tenantId, tenantId), isNull(clientSystem.releasedAt))),
);

/** The tenant's rack with that id; a foreign or released one is as absent as one that never was. */
export async function ownRack(db: Queryable, tenantId: string, id: string): Promise<OwnRack> {
  const [row] = await rackOfTenant(db, { id, tenantId });
  if (row === undefined) throw notFound("rack", id);
  const { rack, datacenterCode, number, switchCode } = row;
  const { name, hostTag, series, accepts, datacenterId } = rack;
  const cabled = switchCode === null || number === null ? null : { switchCode, number };
  return { id, name, hostTag, series, accepts, datacenterId, datacenterCode, port: cabled };
}
