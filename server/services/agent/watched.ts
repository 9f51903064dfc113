import { inArray } from "drizzle-orm";
import type { Direction } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { networkSwitch } from "@/db/schema/switch";
import { type Place, placesOf, type Route, type Segment, without } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import type { Landmark, Watched } from "../../domain/evidence";
import { relayAt } from "../../domain/relay";
import { NO_TERMS } from "../../domain/service-terms";
import { counterKey, type LiveStore } from "../../live/store";
import { attachedRoutes, type RoutedExtension } from "../map/routes";
import { type Front, loadSeries } from "../topology/series";
import { sightOf } from "./sight";

/** What the state of an extension rests on from now on. Its landmarks begin at what the rules have counted so far. */
export async function watchedOf(db: Queryable, live: LiveStore, { row, segment, route }: RoutedExtension) {
  const places = await placesInQuestion(db, row.state, segment, route);
  const front = (await loadSeries(db)).get(route.rack.portId) ?? null;
  const switches = await switchesOf(db, [...places, ...(front === null ? [] : [front])]);
  const watched: Watched = {
    state: row.state,
    faultySince: null,
    isDrift: row.state === "allocated" && row.reason !== null,
    places: placesWithFront(segment, route, places, front).map(({ switchId, port, key }) => {
      const at = switches.get(switchId);
      if (at === undefined) throw new Error(`no switch ${switchId}`);
      return { switchId, switchCode: at.code, port, key, number: at.changeNumber };
    }),
    landmarks: landmarksOf(live, segment, route),
    probing: {
      switchId: route.rack.switchId,
      mapSince: row.updatedAt,
      presentSince: row.state === "allocated" ? null : row.updatedAt,
    },
  };
  return watched;
}

/** The entries in question; with the rack's port goes that of a switch in front of it. */
function placesWithFront(segment: Segment, { rack }: Route, places: readonly Place[], front: Front | null) {
  return places.flatMap((place) => {
    const { switchId, number: port } = place;
    const own = { switchId, port, key: placeKey(segment, place) };
    if (front === null || place.portId !== rack.portId) return [own];
    return [{ switchId: front.switchId, port: front.port, key: relayAt(segment, segment, front).key }, own];
  });
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
function landmarksOf(live: LiveStore, segment: Segment, route: Route): Landmark[] {
  const { rack, resource, resourceKind, resourceVlan, crossings } = route;
  const mark = (place: Place, direction: Direction): Landmark => {
    const counter = counterKey({ direction, key: placeKey(segment, place) });
    const { switchId } = place;
    return { switchId, counter, baseline: sightOf(live, switchId)?.frames.get(counter) ?? 0 };
  };
  const between = crossings.flatMap(({ kind, near, far }) => [
    mark({ ...near, kind }, "out"),
    mark({ ...far, kind }, "in"),
  ]);
  return [
    mark({ ...rack, kind: "client", clientVlan: segment.clientVlan, terms: NO_TERMS }, "in"),
    ...between,
    mark({ ...resource, kind: resourceKind, clientVlan: resourceVlan, terms: NO_TERMS }, "out"),
  ];
}
