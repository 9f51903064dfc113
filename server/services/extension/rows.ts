import { desc, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { cloud, cloudSystem, directLink, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { extension, linkRequest } from "@/db/schema/extension";
import { tenant } from "@/db/schema/tenant";
import { vlan } from "@/db/schema/vlan";
import { bestLinkCodes } from "../pseudowire/link-codes";
import { profileOfRow } from "./profile-row";
import type { ExtensionView } from "./view";

const rackSite = alias(datacenter, "rack_site");
const farRack = alias(clientSystem, "far_rack");
const farSite = alias(datacenter, "far_site");

/** Extensions with all that people see of them, newest first. */
export async function extensionViews(db: Queryable, where: SQL | undefined): Promise<ExtensionView[]> {
  const rows = await selectWhole(db).where(where).orderBy(desc(extension.createdAt), desc(extension.id));
  const linkCodes = await bestLinkCodes(db);
  return rows.map((row) => toExtensionView(row, linkCodes));
}

function selectWhole(db: Queryable) {
  return db
    .select({
      extension,
      tenant,
      rack: clientSystem,
      vlan,
      resource,
      cloudSystem,
      cloud,
      rackSite,
      farRack,
      farSite,
      directLink,
      request: linkRequest,
    })
    .from(extension)
    .innerJoin(tenant, eq(tenant.id, extension.tenantId))
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(rackSite, eq(rackSite.id, clientSystem.datacenterId))
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .leftJoin(cloudSystem, eq(cloudSystem.id, resource.cloudSystemId))
    .leftJoin(cloud, eq(cloud.id, cloudSystem.cloudId))
    .leftJoin(farRack, eq(farRack.id, resource.clientSystemId))
    .leftJoin(directLink, eq(directLink.id, resource.directLinkId))
    .innerJoin(farSite, eq(farSite.id, sql`coalesce(${cloud.datacenterId}, ${farRack.datacenterId})`))
    .leftJoin(linkRequest, eq(linkRequest.extensionId, extension.id));
}

type WholeRow = Awaited<ReturnType<typeof selectWhole>>[number];

function toExtensionView(row: WholeRow, linkCodes: ReadonlyMap<string, readonly string[]>): ExtensionView {
  const { extension, tenant, rack, vlan, resource, request } = row;
  return {
    id: extension.id,
    state: extension.state,
    reason: extension.reason,
    tenant: { id: tenant.id, name: tenant.name },
    rack: { id: rack.id, name: rack.name, series: rack.series, datacenterCode: row.rackSite.code },
    vlan: { id: vlan.id, vid: vlan.vid, name: vlan.name, cidr: vlan.cidr },
    resource: {
      id: resource.id,
      name: row.farRack?.name ?? resource.name,
      kind: resource.machineId === null ? (row.cloudSystem?.kind ?? row.farRack?.kind ?? "physical") : "virtual",
      machineId: resource.machineId,
      rackId: resource.clientSystemId,
      directLink: row.directLink?.code ?? null,
      vid: extension.endVid === 0 ? "untagged" : extension.endVid,
      cloudCode: row.cloud?.code ?? null,
      datacenterCode: row.farSite.code,
    },
    pair: { hostTag: vlan.hostTag, customerTag: vlan.customerTag },
    profile: profileOfRow(extension),
    crossDatacenter: row.rackSite.id !== row.farSite.id,
    linkCodes: linkCodes.get(extension.pseudowireId ?? "") ?? [],
    request: request === null ? null : { id: request.id, state: request.state, reason: request.reason },
    createdAt: extension.createdAt,
    updatedAt: extension.updatedAt,
  };
}
