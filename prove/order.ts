import type { Api } from "@/run/api";
import { until } from "@/run/until";
import type { OrderInput } from "@/server/services/extension/schemas";
import type { ExtensionView } from "@/server/services/extension/view";
import type { ProvingWorld } from "./proving-world";
import { must } from "./row";

/** A row waits so long for the kernels to follow an order, in ms: far more than they take. */
const FOLLOW_WITHIN_MS = 15_000;

/** The extension between a rack's VLAN and a resource that has not ended. */
export async function extensionOf(api: Api, rack: string, vid: number, resource: string): Promise<ExtensionView> {
  const rows = await api.extensions.list.query({});
  const found = rows.find(
    (row) => row.rack.name === rack && row.vlan.vid === vid && row.resource.name === resource && !hasEnded(row),
  );
  must(found !== undefined, `there is no extension of ${rack} VLAN ${vid} to ${resource}`);
  return found;
}

function hasEnded(row: ExtensionView): boolean {
  return row.state === "released" || row.state === "rejected" || row.state === "failed";
}

/** Declares the VLAN if the rack has it not yet, and gives its id. */
export async function declared(api: Api, rack: string, vid: number): Promise<string> {
  const racks = await api.racks.list.query();
  const rackId = racks.find((one) => one.name === rack)?.id;
  must(rackId !== undefined, `there is no rack ${rack}`);
  const vlans = await api.vlans.list.query({ rackId });
  const known = vlans.find((one) => one.vid === vid);
  if (known !== undefined) return known.id;
  const [made] = await api.vlans.declare.mutate({ rackId, vids: String(vid), name: `proof ${vid}` });
  must(made !== undefined, `VLAN ${vid} was not declared`);
  return made.id;
}

/** Orders an extension, has it approved if it crosses datacenters, and waits until the kernels hold it. */
export async function ordered(
  world: ProvingWorld,
  api: Api,
  rack: string,
  vid: number,
  resource: string,
  way?: OrderInput["way"],
): Promise<ExtensionView> {
  const vlanId = await declared(api, rack, vid);
  const resourceId = await resourceNamed(api, resource);
  const placed = await api.extensions.request.mutate({ vlanId, resourceId, way });
  if (placed.request !== null) await world.operator.requests.approve.mutate({ id: placed.request.id });
  return inState(api, placed.id, ["configured", "live"]);
}

export async function resourceNamed(api: Api, name: string): Promise<string> {
  const clouds = await api.clouds.list.query();
  const resources = clouds.flatMap((cloud) => cloud.systems.flatMap((system) => system.resources));
  const found = resources.find((one) => one.name === name);
  must(found !== undefined, `no cloud has a resource ${name}`);
  return found.id;
}

export function inState(api: Api, id: string, states: readonly ExtensionView["state"][]): Promise<ExtensionView> {
  return until(`extension ${id} to be ${states.join(" or ")}`, FOLLOW_WITHIN_MS, async () => {
    const view = await api.extensions.get.query({ id });
    return states.includes(view.state) ? view : null;
  });
}

/** Releases an extension and its VLAN, and waits until the kernels have forgotten both. */
export async function released(api: Api, extension: ExtensionView, keepVlan = false): Promise<void> {
  await api.extensions.release.mutate({ id: extension.id });
  await inState(api, extension.id, ["released"]);
  if (!keepVlan) await api.vlans.release.mutate({ id: extension.vlan.id });
}
