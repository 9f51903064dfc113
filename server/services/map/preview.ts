import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch } from "@/db/schema/switch";
import { isMachinePlace, type Place, placesOf, type Route, type Segment, without } from "../../domain/attachments";
import { relayAt } from "../../domain/relay";
import type { MapRowView, SwitchChangeView } from "../extension/view";
import { loadSeries, type Series } from "../topology/series";
import { heldNumber, heldPlaces } from "./held";
import { attachedRoutes } from "./routes";
import { mapRowView, relayRowView } from "./row-view";

/** What one more extension of a VLAN would change on each switch, in the order of the frames' way. Writes nothing. */
export async function previewAddition(db: Queryable, segment: Segment, route: Route): Promise<SwitchChangeView[]> {
  const wanted = placesOf(segment, [...(await attachedRoutes(db, segment.vlanId)), route]);
  const add = without(wanted, await heldPlaces(db, segment.vlanId));
  const series = await loadSeries(db);
  const changes: SwitchChangeView[] = [];
  for (const switchId of switchesOnTheWay(route, series)) {
    const here = add.filter((place) => place.switchId === switchId);
    const number = here.length === 0 ? null : await heldNumber(db, switchId, segment.vlanId);
    const rows = [
      ...here.map((place) => mapRowView(segment, place, number)),
      ...relayRows(segment, add, series, switchId),
    ];
    if (rows.length > 0) changes.push({ ...(await placeOf(db, switchId)), add: rows, remove: [] });
  }
  return changes;
}

/** Switches in front of either end among them. */
function switchesOnTheWay({ rack, crossings, resource }: Route, series: Series): Set<string> {
  const way = [rack, ...crossings.flatMap(({ near, far }) => [near, far]), resource];
  const [first, last] = [rack, resource].map(({ portId }) => series.get(portId)?.switchId);
  return new Set([first, ...way.map(({ switchId }) => switchId), last].filter((id) => id !== undefined));
}

/** What a switch holds as the one in front of such places. */
function relayRows(segment: Segment, places: readonly Place[], series: Series, switchId: string): MapRowView[] {
  return places.flatMap((place) => {
    const front = series.get(place.portId);
    if (front?.switchId !== switchId || !isMachinePlace(place)) return [];
    return [relayRowView(segment, relayAt(segment, place, front))];
  });
}

async function placeOf(
  db: Queryable,
  switchId: string,
): Promise<Pick<SwitchChangeView, "switchCode" | "datacenterCode">> {
  const [row] = await db
    .select({ switchCode: networkSwitch.code, datacenterCode: datacenter.code })
    .from(networkSwitch)
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(eq(networkSwitch.id, switchId));
  if (row === undefined) throw new Error(`no switch ${switchId}`);
  return row;
}
