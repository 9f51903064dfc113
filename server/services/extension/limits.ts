import { and, eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { networkSwitch, port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { isMachinePlace, type MachinePlace, type Segment } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import { ATTACHED_STATES } from "../../domain/extension-state";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { heldPlaces } from "../map/held";
import { segmentOf } from "../map/routes";
import { parseInput } from "../parse-input";
import { visibleExtensions } from "./find";
import { limitsIn } from "./limits-in";
import type { LimitPlaceView, LimitsView } from "./limits-view";
import { type ExtensionIdInput, extensionIdInput } from "./schemas";

/**
 * What the kernels enforce for an extension now, at the resource's port and at the rack's, and what each limit met.
 * Nothing is enforced before it is allocated and after it has ended: the port may be somebody else's by then.
 */
export async function extensionLimits({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ExtensionIdInput;
}): Promise<LimitsView> {
  const { id } = parseInput(extensionIdInput, input);
  const db = ctx.db.read;
  const [row] = await db
    .select({ extension, vlan, rack: clientSystem, resource })
    .from(extension)
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .where(and(eq(extension.id, id), visibleExtensions(ctx)));
  if (row === undefined) throw notFound("extension", id);
  const attached: readonly string[] = ATTACHED_STATES;
  const isDirect = row.resource.directLinkId !== null;
  if (isDirect || !attached.includes(row.extension.state)) return { places: [] };
  const segment = segmentOf(row.vlan);
  const places = (await heldPlaces(db, segment.vlanId)).filter(isMachinePlace);
  const ends = [
    { end: "resource", name: row.resource.name, portId: row.resource.portId },
    { end: "rack", name: row.rack.name, portId: row.rack.portId },
  ] as const;
  const views: LimitPlaceView[] = [];
  for (const { end, name, portId } of ends) {
    const place = places.find((one) => one.portId === portId);
    if (place !== undefined) views.push({ end, name, ...(await viewAt(ctx, segment, place)) });
  }
  return { places: views };
}

async function viewAt(
  { db, live, now }: ServiceContext,
  segment: Segment,
  place: MachinePlace,
): Promise<Omit<LimitPlaceView, "end" | "name">> {
  const last = live.lastReport(place.switchId);
  const key = placeKey(segment, place);
  const hits = last?.report.hits.filter((one) => one.key === key) ?? [];
  return {
    switchCode: await switchCodeOf(db.read, place.portId),
    port: place.number,
    ageMs: last === null ? null : Math.max(0, now() - last.at),
    alarms: last?.report.alarms.filter((one) => one.key === key) ?? [],
    limits: limitsIn(place.terms.profile).map((limit) => {
      const met = hits.find((one) => one.what === limit.what);
      return { ...limit, frames: met?.frames ?? null, dropped: met?.dropped ?? null };
    }),
  };
}

async function switchCodeOf(db: Queryable, portId: string): Promise<string> {
  const [row] = await db
    .select({ code: networkSwitch.code })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(eq(port.id, portId));
  if (row === undefined) throw new Error(`port ${portId} is on no switch`);
  return row.code;
}
