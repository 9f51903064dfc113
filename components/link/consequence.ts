import { linkWords } from "@/server/domain/map-words";
import type { StateShape } from "../state/shape";
import { pseudowireName, vlansText } from "./link-words";
import type { Replanned } from "./replanned";

/** What a change does to one pseudowire, as a sentence with its weight. */
export interface Consequence {
  readonly id: string;
  readonly shape: Extract<StateShape, "failed" | "degraded" | "configured">;
  readonly sentence: string;
}

/** Reads what a change does to a pseudowire: worst first that it is left without a path, then that frames move. */
export function consequenceOf({ pseudowire, before, after }: Replanned): Consequence {
  const { id, segments } = pseudowire;
  const name = pseudowireName(pseudowire);
  const [best, next] = [before[0], after[0]];
  if (next === undefined) {
    const stops = segments === 0 ? "No VLAN crosses it now." : `The frames of ${vlansText(segments)} stop.`;
    return { id, shape: "failed", sentence: `${name} is left without a path. ${stops}` };
  }
  if (best === undefined) {
    return { id, shape: "configured", sentence: `${name} gets a path again, by ${linkWords(next)}.` };
  }
  const spares = sparesText(before, after);
  if (same(best, next)) return { id, shape: "configured", sentence: `${name} stays on ${linkWords(best)}. ${spares}` };
  const moves = segments === 0 ? "" : ` The frames of ${vlansText(segments)} move.`;
  const sentence = `${name} goes by ${linkWords(next)} instead of ${linkWords(best)}.${moves} ${spares}`;
  return { id, shape: "degraded", sentence };
}

/** What is left to fail over to. */
function sparesText(before: Replanned["before"], after: Replanned["after"]): string {
  const spares = after.slice(1).map(linkWords);
  const lost = before.filter((path) => !after.some((other) => same(path, other))).length;
  const loses = lost === 0 ? "" : `It loses ${lost === 1 ? "1 path" : `${lost} paths`}. `;
  return `${loses}${spares.length === 0 ? "Nothing else to fail over to." : `Then by ${spares.join(", then by ")}.`}`;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.join(" ") === other.join(" ");
}
