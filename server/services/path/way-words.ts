import { linkWords } from "../../domain/map-words";
import type { LiveStore } from "../../live/store";
import type { LoadedPath } from "./load";
import { reportsAt, type Way } from "./way-in-use";

/** Which links carry a path's frames between datacenters, as a sentence; null inside one. */
export function wayWords(live: LiveStore, { wire }: LoadedPath): string | null {
  if (wire === null) return null;
  const { ways, used, near } = wire;
  const rank = ways.indexOf(used) + 1;
  const said = `Between the datacenters by ${wayName(used)}, path ${rank} of ${ways.length}.`;
  const reports = reportsAt(live, near);
  const better = ways.slice(0, rank - 1).map((way) => {
    const state = reports.find((report) => report.tagOut === way.tagToFar)?.state ?? "unheard";
    return ` Path ${ways.indexOf(way) + 1} by ${wayName(way)} is ${state}.`;
  });
  return said + better.join("");
}

/** "link 224", "links 226 and 228". */
export function wayName({ links }: Way): string {
  return linkWords(links.map(({ row }) => row.code));
}
