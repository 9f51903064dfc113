import { inArray } from "drizzle-orm";
import type { Direction } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { networkSwitch } from "@/db/schema/switch";
import { isMachinePlace, type Place, placesOf, type Route, type Segment, without } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import type { Landmark, Watched, WatchedPlace } from "../../domain/evidence";
import { relayKey } from "../../domain/relay";
import { NO_TERMS } from "../../domain/service-terms";
import { counterKey, type LiveStore } from "../../live/store";
import { attachedRoutes, type RoutedExtension } from "../map/routes";
import { cableEnd, loadSeries, type Series } from "../topology/series";
import { sightOf } from "./sight";

/** What the state of an extension rests on from now on. Its landmarks begin at what the rules have counted so far. */
export async function watchedOf(db: Queryable, live: LiveStore, { row, segment, route }: RoutedExtension) {
  const series = await loadSeries(db);
  const places = (await placesInQuestion(db, row.state, segment, route)).flatMap((place) =>
    entriesAt(segment, place, series),
  );
  const switches = await switchesOf(db, places);
  const watched: Watched = {
    state: row.state,
    faultySince: null,
    isDrift: row.state === "allocated" && row.reason !== null,
    places: places.map(({ switchId, port, key }) => {
      const at = switches.get(switchId);
      if (at === undefined) throw new Error(`no switch ${switchId}`);
      return { switchId, switchCode: at.code, port, key, number: at.changeNumber };
    }),
    landmarks: landmarksOf(live, segment, route, series),
    probing: {
      switchId: cableEnd(series, route.rack).switchId,
      mapSince: row.updatedAt,
      presentSince: row.state === "allocated" ? null : row.updatedAt,
    },
  };
  return watched;
}

/** The entry of a place; behind a switch in front there is also that one's. */
function entriesAt(segment: Segment, place: Place, series: Series): Pick<WatchedPlace, "switchId" | "port" | "key">[] {
  const own = { switchId: place.switchId, port: place.number, key: placeKey(segment, place) };
  const front = series.get(place.portId);
  if (front === undefined || !isMachinePlace(place)) return [own];
  return [{ switchId: front.switchId, port: front.port, key: relayKey(place, front) }, own];
}

/** All places of an extension; while it is released, those that no other extension of its VLAN holds on to. */
async function placesInQuestion(
  db: Queryable,
  state: Watched["state"],
  segment: Segment,
  route: Route,
): Promise<Place[]> {
  const own = placesOf(segment, [route]);
  if (state !== "releasing") return own;
  return without(own, placesOf(segment, await attachedRoutes(db, segment.vlanId)));
}

async function switchesOf(db: Queryable, places: readonly { readonly switchId: string }[]) {
  const ids = [...new Set(places.map((place) => place.switchId))];
  const rows = await db.select().from(networkSwitch).where(inArray(networkSwitch.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** The counters that a frame from the rack to the resource moves. */
function landmarksOf(live: LiveStore, segment: Segment, route: Route, series: Series): Landmark[] {
  const { rack, resource, resourceKind, resourceVlan, crossings } = route;
  const marks = (place: Place, direction: Direction): Landmark[] => {
    const entries = entriesAt(segment, place, series).map(({ switchId, key }): Landmark => {
      const counter = counterKey({ direction, key });
      return { switchId, counter, baseline: sightOf(live, switchId)?.frames.get(counter) ?? 0 };
    });
    return direction === "in" ? entries : entries.toReversed();
  };
  const between = crossings.flatMap(({ kind, near, far }) => [
    ...marks({ ...near, kind }, "out"),
    ...marks({ ...far, kind }, "in"),
  ]);
  return [
    ...marks({ ...rack, kind: "client", clientVlan: segment.clientVlan, terms: NO_TERMS }, "in"),
    ...between,
    ...marks({ ...resource, kind: resourceKind, clientVlan: resourceVlan, terms: NO_TERMS }, "out"),
  ];
}
