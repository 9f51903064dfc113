import type { PortAt } from "../../domain/attachments";
import type { LiveStore } from "../../live/store";
import type { LoadedPath } from "./load";
import { reportsAt } from "./way-in-use";
import { wayName } from "./way-words";

/** Where the two ends of a pseudowire do not carry frames as the picture has it, as sentences. */
export function wayDifferences(live: LiveStore, loaded: LoadedPath): string[] {
  return [...wayThatIsDown(live, loaded), ...waysApart(live, loaded)];
}

/** An agent whose paths are all down goes on sending by the one that it has. */
function wayThatIsDown(live: LiveStore, { wire, switches }: LoadedPath): string[] {
  if (wire === null) return [];
  const used = reportsAt(live, wire.near).find((report) => report.tagOut === wire.used.tagToFar);
  if (used?.state !== "down") return [];
  return [
    `Switch ${codeOf(switches, wire.near)} hears nothing of the far end by ${wayName(wire.used)} and has no better path: frames are lost there.`,
  ];
}

/** Each end chooses for itself: for a moment they may choose apart. */
function waysApart(live: LiveStore, { wire, switches }: LoadedPath): string[] {
  if (wire === null) return [];
  const back = reportsAt(live, wire.far).find((report) => report.active);
  const way = wire.ways.find(({ tagToNear }) => tagToNear === back?.tagOut);
  if (way === undefined || way === wire.used) return [];
  const [near, far] = [codeOf(switches, wire.near), codeOf(switches, wire.far)];
  return [`Switch ${near} sends by ${wayName(wire.used)}, switch ${far} sends back by ${wayName(way)}.`];
}

function codeOf(switches: LoadedPath["switches"], { switchId }: PortAt): string {
  return [...switches].find(([, id]) => id === switchId)?.[0] ?? switchId;
}
