import type { PathReport } from "@/agent/protocol";
import type { LiveStore } from "../../live/store";
import type { Fabric } from "../topology/fabric";
import type { PathRow, Pseudowire } from "../topology/pseudowires";
import type { LinkView, PathEndView } from "./view";

/** How a path fares as the agent at one end of its pseudowire hears it. */
export function pathAt(live: LiveStore, pseudowire: Pseudowire, path: PathRow, end: "a" | "b"): PathEndView {
  const { switchId, number } = pseudowire[end];
  const tagOut = end === "a" ? path.tagToB : path.tagToA;
  const reports: readonly PathReport[] = live.lastReport(switchId)?.report.paths ?? [];
  const found = reports.find((one) => one.port === number && one.tagOut === tagOut);
  if (found === undefined) return { state: "unknown", active: false, since: null };
  return { state: found.state, active: found.active, since: found.since };
}

/** How a link fares: the paths that use it alone are heard at both ends, or at one of them not. */
export function linkHealth(live: LiveStore, fabric: Fabric, linkId: string): Pick<LinkView, "health" | "healthSince"> {
  const ends = fabric.pseudowires.flatMap((pseudowire) =>
    pseudowire.paths
      .filter(({ linkIds }) => linkIds.length === 1 && linkIds[0] === linkId)
      .flatMap((path) => (["a", "b"] as const).map((end) => pathAt(live, pseudowire, path, end))),
  );
  const down = ends.find(({ state }) => state === "down");
  if (down !== undefined) return { health: "down", healthSince: down.since };
  const up = ends.length > 0 && ends.every(({ state }) => state === "up");
  if (!up) return { health: "unknown", healthSince: null };
  return { health: "up", healthSince: Math.max(...ends.map(({ since }) => since ?? 0)) };
}
