import { and, asc, eq, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { datacenter } from "@/db/schema/datacenter";
import { extension } from "@/db/schema/extension";
import { networkSwitch, port } from "@/db/schema/switch";
import { tenant } from "@/db/schema/tenant";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import type { RackView } from "./view";

/** Views of the racks that `which` selects and nobody has released, oldest first. */
export async function rackViews(db: Queryable, which: SQL | undefined): Promise<RackView[]> {
  const rows = await db
    .select({
      rack: clientSystem,
      tenant: { id: tenant.id, name: tenant.name },
      datacenter: { id: datacenter.id, code: datacenter.code, name: datacenter.name },
      switchCode: networkSwitch.code,
      portNumber: port.number,
      vlanCount: vlanCount(db),
      extensionCount: extensionCount(db),
    })
    .from(clientSystem)
    .innerJoin(tenant, eq(tenant.id, clientSystem.tenantId))
    .innerJoin(datacenter, eq(datacenter.id, clientSystem.datacenterId))
    .leftJoin(port, eq(port.id, clientSystem.portId))
    .leftJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(which, isNull(clientSystem.releasedAt)))
    // Series are given by order of registration.
    .orderBy(asc(sql`length(${clientSystem.series})`), asc(clientSystem.series));
  return rows.map(({ rack, switchCode, portNumber, ...rest }) => {
    const cabled = switchCode === null || portNumber === null ? null : { switchCode, number: portNumber };
    const { id, name, kind, hostTag, series, accepts, mac, room, cabinet, heightUnits, createdAt } = rack;
    return {
      id,
      name,
      kind,
      hostTag,
      series,
      accepts,
      mac,
      room,
      cabinet,
      heightUnits,
      createdAt,
      port: cabled,
      ...rest,
    };
  });
}

function vlanCount(db: Queryable): SQL<number> {
  const vlans = db
    .select({ count: sql`count(*)` })
    .from(vlan)
    .where(and(eq(vlan.clientSystemId, clientSystem.id), isNull(vlan.releasedAt)));
  return sql<number>`(${vlans})`;
}

function extensionCount(db: Queryable): SQL<number> {
  const extensions = db
    .select({ count: sql`count(*)` })
    .from(vlan)
    .innerJoin(extension, eq(extension.vlanId, vlan.id))
    .where(
      and(
        eq(vlan.clientSystemId, clientSystem.id),
        isNull(vlan.releasedAt),
        notInArray(extension.state, [...ENDED_STATES]),
      ),
    );
  return sql<number>`(${extensions})`;
}
