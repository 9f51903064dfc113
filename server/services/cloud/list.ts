import { asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { cloud, cloudSystem, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import { tenant } from "@/db/schema/tenant";
import type { Actor, ServiceContext } from "../context";
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
  const systemView = ({ system, parent }: SystemRow): CloudSystemView => ({
    id: system.id,
    name: system.name,
    kind: system.kind,
    parent,
    resources: resources.filter((row) => row.resource.cloudSystemId === system.id).map((row) => viewOf(row, ctx.actor)),
  });
  return clouds.map(
    ({ cloud: { id, code, name }, datacenter: { id: datacenterId, code: datacenterCode, ...home } }) => ({
      ...{ id, code, name },
      datacenter: { id: datacenterId, code: datacenterCode, name: home.name, place: home.place },
      systems: systems.filter(({ system }) => system.cloudId === id).map(systemView),
    }),
  );
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
    .select({ resource, port: { switchCode: networkSwitch.code, number: port.number }, holder: tenant.name })
    .from(resource)
    .innerJoin(port, eq(port.id, resource.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .leftJoin(tenant, eq(tenant.id, resource.reservedFor))
    .orderBy(asc(resource.name));
}

function viewOf({ resource, port, holder }: ResourceRow, actor: Actor): ResourceView {
  const { id, name, mac, reservedFor } = resource;
  const operator = actor.kind === "user" && actor.operator;
  return { id, name, mac, port, availability: availability(reservedFor, actor), reservedFor: operator ? holder : null };
}

function availability(reservedFor: string | null, actor: Actor): ResourceView["availability"] {
  if (reservedFor === null) return "free";
  return actor.kind === "user" && actor.tenantId === reservedFor ? "yours" : "taken";
}
