import type { PseudowireView } from "@/server/services/link/view";
import type { StateShape } from "../state/shape";

/** By which paths a pseudowire's ends send now, in words. */
export interface PathUse {
  readonly shape: StateShape;
  readonly words: string;
}

/**
 * Reads which path is in use at each end; an end whose agent said nothing is not guessed.
 *
 * @param old an end's agent is silent: what is known is what it said last
 */
export function pathUse(pseudowire: PseudowireView, old = false): PathUse {
  const use = lastKnownUse(pseudowire);
  if (!old || pseudowire.paths.length === 0) return use;
  return { shape: "degraded", words: `${use.words}, when last heard` };
}

function lastKnownUse({ a, b, paths }: PseudowireView): PathUse {
  if (paths.length === 0) return { shape: "failed", words: "no path: nothing crosses" };
  const fromA = paths.findIndex(({ atA }) => atA.active) + 1;
  const fromB = paths.findIndex(({ atB }) => atB.active) + 1;
  if (fromA === 0 && fromB === 0) return { shape: "degraded", words: "not known which path is in use" };
  if (fromA !== fromB) {
    const words = [sends(a.datacenterCode, fromA), sends(b.datacenterCode, fromB)].join(", ");
    return { shape: "degraded", words };
  }
  return { shape: shapeOf(paths[fromA - 1], fromA), words: `both ends send by path ${fromA}` };
}

function sends(datacenter: string, rank: number): string {
  return rank === 0 ? `${datacenter}: not known` : `${datacenter} sends by path ${rank}`;
}

function shapeOf(path: PseudowireView["paths"][number] | undefined, rank: number): StateShape {
  const ends = [path?.atA.state, path?.atB.state];
  if (ends.includes("down")) return "failed";
  return rank === 1 && ends.every((state) => state === "up") ? "live" : "degraded";
}
