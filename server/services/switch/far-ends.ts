import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import { type Fabric, loadFabric } from "../topology/fabric";
import { portAt } from "../topology/port-at";

/** What hangs on the ports of a switch, by port id: "rack 102A", "110A", "switch 124", "line 224 to DC2". */
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
    .where(and(eq(port.switchId, switchId), isNull(resource.retiredAt), isNull(resource.clientSystemId)));
  const joined = await joinedEnds(db, switchId);
  return new Map([
    ...racks.map(({ portId, name }): [string, string] => [portId, `rack ${name}`]),
    ...resources.map(({ portId, name }): [string, string] => [portId, name]),
    ...joined,
  ]);
}

interface Joint {
  readonly a: { readonly portId: string; readonly switchId: string };
  readonly b: { readonly portId: string; readonly switchId: string };
  /** What leads to the switch at the other end, in words. */
  readonly to: (far: SwitchAt) => string;
}
interface SwitchAt {
  readonly code: string;
  readonly datacenter: string;
}

async function joinedEnds(db: Queryable, switchId: string): Promise<[string, string][]> {
  const switches = await switchesById(db);
  return jointsOf(await loadFabric(db)).flatMap(({ a, b, to }) =>
    [
      { near: a, far: b },
      { near: b, far: a },
    ].flatMap(({ near, far }): [string, string][] => {
      const at = switches.get(far.switchId);
      return near.switchId === switchId && at !== undefined ? [[near.portId, to(at)]] : [];
    }),
  );
}

function jointsOf({ trunks, links, pseudowires }: Fabric): Joint[] {
  return [
    ...trunks.map(({ a, b }): Joint => ({ a, b, to: ({ code }) => `switch ${code}` })),
    ...links.map(({ link, a, b }): Joint => {
      const what = link.medium === "line" ? "line" : "provider link";
      return { a: portAt(a), b: portAt(b), to: ({ datacenter }) => `${what} ${link.code} to ${datacenter}` };
    }),
    ...pseudowires
      .filter(({ isAtRest }) => !isAtRest)
      .map(({ a, b, way }): Joint => {
        return { a, b, to: ({ datacenter }) => `${datacenter} by ${way === "" ? "the best path" : `a path ${way}`}` };
      }),
  ];
}

async function switchesById(db: Queryable): Promise<ReadonlyMap<string, SwitchAt>> {
  const rows = await db
    .select({ id: networkSwitch.id, code: networkSwitch.code, datacenter: datacenter.code })
    .from(networkSwitch)
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId));
  return new Map(rows.map((row) => [row.id, row]));
}
