import { eq } from "drizzle-orm";
import { clientVlan } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { directLink, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { vlan } from "@/db/schema/vlan";
import { directWords, walkDirect } from "../../domain/walk-direct";
import { ServiceError } from "../../errors";
import type { PathLiveView, PathView } from "./view";

type DirectView = Omit<PathView, "extensionId"> & { readonly code: string };

/** The path of a VLAN over a direct link; null when the resource is at a switch. */
export async function directPath(
  db: Queryable,
  order: { readonly vlanId: string; readonly resourceId: string },
): Promise<DirectView | null> {
  const [target] = await db
    .select({ resource, code: directLink.code })
    .from(resource)
    .innerJoin(directLink, eq(directLink.id, resource.directLinkId))
    .where(eq(resource.id, order.resourceId));
  if (target === undefined) return null;
  const [row] = await db
    .select({ vid: vlan.vid, rack: clientSystem, datacenter: datacenter.code })
    .from(vlan)
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(datacenter, eq(datacenter.id, clientSystem.datacenterId))
    .where(eq(vlan.id, order.vlanId));
  if (row === undefined) throw new Error(`no VLAN ${order.vlanId}`);
  const { code, resource: far } = target;
  const ends = { rack: row.rack.name, resource: far.name, datacenter: row.datacenter };
  const input = { code, ...ends, clientVlan: clientVlan.parse(row.vid ?? "untagged") };
  return {
    code,
    toResource: walkDirect(input, "to_resource"),
    toRack: walkDirect(input, "to_rack"),
    rack: { name: row.rack.name, mac: row.rack.mac },
    resource: { name: far.name, mac: far.mac },
  };
}

/** What is known of it while it runs: nothing, and why. */
export function directLive({ code, toResource, toRack }: DirectView, at: number): PathLiveView {
  const predicted = { toResource, toRack };
  return { at, predicted, way: directWords(code), points: [], frames: [], differences: [], probes: [] };
}

/** @throws ServiceError conflict: whoever wants to send or see frames must do so at the machines themselves */
export function nothingOnDirectLink(): ServiceError {
  return new ServiceError(
    "conflict",
    "This extension takes a direct link, a cable without a switch: nothing of ours can send or see a frame on it. " +
      "Send one from the machine itself.",
  );
}
