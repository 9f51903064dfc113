import { asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { cloud, cloudSystem, directLink, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import { tenant } from "@/db/schema/tenant";
import type { Actor, ServiceContext } from "../context";
import type { SystemRoom } from "../machine/provider";
import { DEFAULT_PROVIDER } from "../machine/providers";
import type { CloudSystemView, CloudView, ResourceView } from "./view";

/** Every cloud with its systems and their resources; who holds a resource is told to operators alone. */
export async function listClouds({ ctx }: { ctx: ServiceContext }): Promise<CloudView[]> {
  const { read } = ctx.db;
  const clouds = await read
    .select({ cloud, datacenter })
    .from(cloud)
    .innerJoin(datacenter, eq(datacenter.id, cloud.datacenterId))
    .orderBy(asc(cloud.code));
  const systems = await systemRows(read);
  const resources = await resourceRows(read);
  const rooms = await DEFAULT_PROVIDER.rooms(read);
  const systemView = ({ system, parent }: SystemRow): CloudSystemView => ({
    id: system.id,
    name: system.name,
    kind: system.kind,
    parent,
    machines: roomOf(rooms.find(({ id }) => id === system.id)),
    resources: resources
      .filter((row) => row.resource.cloudSystemId === system.id && maySee(row, ctx.actor))
      .map((row) => viewOf(row, ctx.actor)),
  });
  return clouds.map(
    ({ cloud: { id, code, name }, datacenter: { id: datacenterId, code: datacenterCode, ...home } }) => ({
      ...{ id, code, name },
      datacenter: { id: datacenterId, code: datacenterCode, name: home.name, place: home.place },
      systems: systems.filter(({ system }) => system.cloudId === id).map(systemView),
    }),
  );
}

function roomOf(room: SystemRoom | undefined): CloudSystemView["machines"] {
  return room === undefined ? null : { capacity: room.capacity, used: room.used };
}

type SystemRow = Awaited<ReturnType<typeof systemRows>>[number];

async function systemRows(read: Queryable) {
  const parent = alias(cloudSystem, "parent");
  return read
    .select({ system: cloudSystem, parent: parent.name })
    .from(cloudSystem)
    .leftJoin(parent, eq(parent.id, cloudSystem.parentId))
    .orderBy(asc(cloudSystem.name));
}

type ResourceRow = Awaited<ReturnType<typeof resourceRows>>[number];

async function resourceRows(read: Queryable) {
  return read
    .select({
      resource,
      switchCode: networkSwitch.code,
      number: port.number,
      directCode: directLink.code,
      rack: { id: clientSystem.id, name: clientSystem.name },
      holder: tenant.name,
    })
    .from(resource)
    .leftJoin(port, eq(port.id, resource.portId))
    .leftJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .leftJoin(directLink, eq(directLink.id, resource.directLinkId))
    .leftJoin(clientSystem, eq(clientSystem.id, directLink.clientSystemId))
    .leftJoin(tenant, eq(tenant.id, resource.reservedFor))
    .orderBy(asc(resource.name));
}

/** The far end of a direct link, or a machine, is no business of anybody but its tenant; systems say how many they hold. */
function maySee({ resource, directCode }: ResourceRow, actor: Actor): boolean {
  const isTenants = actor.kind === "user" && actor.tenantId === resource.reservedFor;
  if (resource.retiredAt !== null) return false;
  if (resource.machineId !== null) return isTenants;
  return directCode === null || actor.kind !== "user" || actor.operator || isTenants;
}

function viewOf({ resource, holder, ...row }: ResourceRow, actor: Actor): ResourceView {
  const { id, name, mac, reservedFor, machineId } = resource;
  const { switchCode, number, directCode, rack } = row;
  const port = switchCode === null || number === null ? null : { switchCode, number };
  const directLink = directCode === null || rack === null ? null : { code: directCode, rack };
  const operator = actor.kind === "user" && actor.operator;
  return {
    ...{ id, name, mac, port, directLink, machineId },
    availability: availability(reservedFor, actor),
    reservedFor: operator ? holder : null,
  };
}

function availability(reservedFor: string | null, actor: Actor): ResourceView["availability"] {
  if (reservedFor === null) return "free";
  return actor.kind === "user" && actor.tenantId === reservedFor ? "yours" : "taken";
}
