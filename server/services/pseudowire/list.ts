import { count } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { trunkAttachment } from "@/db/schema/map";
import type { ServiceContext } from "../context";
import { pathAt } from "../link/health";
import { type SwitchPlace, switchPlaces } from "../link/rows";
import type { PseudowirePathView, PseudowireView } from "../link/view";
import { operatorOf } from "../scope";
import { type Fabric, loadFabric } from "../topology/fabric";
import type { LinkRow } from "../topology/links";
import type { PathRow, Pseudowire } from "../topology/pseudowires";

/** All pseudowires that switches hold, with their paths and how both ends hear them; for operators. */
export async function listPseudowires({ ctx }: { ctx: ServiceContext }): Promise<PseudowireView[]> {
  operatorOf(ctx);
  const db = ctx.db.read;
  const fabric = await loadFabric(db);
  const [places, segments] = [await switchPlaces(db), await segmentCounts(db)];
  const held = fabric.pseudowires.filter(({ isAtRest }) => !isAtRest);
  return held.map((one) => ({
    id: one.id,
    a: { ...placeOf(places, one.a.switchId), port: one.a.number },
    b: { ...placeOf(places, one.b.switchId), port: one.b.number },
    way: one.way,
    paths: one.paths.map((path) => pathView(ctx, fabric, places, one, path)),
    segments: segments.get(one.a.portId) ?? 0,
  }));
}

async function segmentCounts(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ portId: trunkAttachment.portId, segments: count() })
    .from(trunkAttachment)
    .groupBy(trunkAttachment.portId);
  return new Map(rows.map(({ portId, segments }) => [portId, segments]));
}

function placeOf(places: ReadonlyMap<string, SwitchPlace>, switchId: string): SwitchPlace {
  const place = places.get(switchId);
  if (place === undefined) throw new Error(`no switch ${switchId}`);
  return place;
}

function pathView(
  { live }: ServiceContext,
  fabric: Fabric,
  places: ReadonlyMap<string, SwitchPlace>,
  pseudowire: Pseudowire,
  path: PathRow,
): PseudowirePathView {
  const hops = path.linkIds.flatMap((id) => fabric.links.filter(({ link }) => link.id === id));
  const sum = (of: (hop: LinkRow) => number) => hops.reduce((total, hop) => total + of(hop), 0);
  return {
    id: path.id,
    linkCodes: hops.map(({ link }) => link.code),
    via: transits(hops, pseudowire).map((switchId) => placeOf(places, switchId).datacenterCode),
    cost: sum(({ link }) => link.cost),
    latencyMicros: sum(({ link }) => link.latencyMicros),
    tagToA: path.tagToA,
    tagToB: path.tagToB,
    atA: pathAt(live, pseudowire, path, "a"),
    atB: pathAt(live, pseudowire, path, "b"),
  };
}

/** Switches that a path passes between its ends, in order from A. */
function transits(hops: readonly LinkRow[], { a, b }: Pseudowire): string[] {
  const touched = hops.flatMap((hop) => [hop.a.switchId, hop.b.switchId]);
  return [...new Set(touched)].filter((id) => id !== a.switchId && id !== b.switchId);
}
