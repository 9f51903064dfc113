import { linkWords } from "@/server/domain/map-words";
import type { PseudowirePathView } from "@/server/services/link/view";
import type { StateShape } from "../state/shape";
import { pseudowireName, vlansText } from "./link-words";
import type { Replanned } from "./replanned";

/** What a change does to one pseudowire, as a sentence with its weight. */
export interface Consequence {
  readonly id: string;
  readonly shape: Extract<StateShape, "failed" | "degraded" | "configured">;
  readonly sentence: string;
}

type Codes = readonly string[];

/** Reads what a change does to a pseudowire: worst that it is left without a path that works, then that frames move. */
export function consequenceOf(plan: Replanned): Consequence {
  const { pseudowire, before, after } = plan;
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
  const stays = same(best, next);
  const goes = stays ? `keeps ${linkWords(best)} as its best path.` : bestText(plan, best, next);
  const sentence = [`${name} ${goes}`, lostText(plan), sparesText(after), downText(plan)].filter(Boolean).join(" ");
  if (after.every((path) => isDown(plan, path))) return { id, shape: "failed", sentence };
  return { id, shape: stays ? "configured" : "degraded", sentence };
}

function bestText({ pseudowire: { segments, paths } }: Replanned, best: Codes, next: Codes): string {
  const goes = `gets ${linkWords(next)} as its best path instead of ${linkWords(best)}.`;
  const used = paths.filter(({ atA, atB }) => atA.active || atB.active);
  if (segments === 0) return goes;
  const there = used.length > 0 && used.every(({ linkCodes }) => same(linkCodes, next));
  return `${goes} The frames of ${vlansText(segments)} ${there ? "go there already" : "move"}.`;
}

function lostText({ before, after }: Replanned): string {
  const lost = before.filter((path) => !after.some((other) => same(path, other)));
  return lost.length === 0 ? "" : `It loses the path over ${lost.map(linkWords).join(", and that over ")}.`;
}

/** What is left to fail over to. */
function sparesText([, ...spares]: readonly Codes[]): string {
  return spares.length === 0 ? "It has no spare path." : `Spare: ${spares.map(linkWords).join(", then ")}.`;
}

/** Paths that stay and are not heard now. */
function downText(plan: Replanned): string {
  const down = plan.after.filter((path) => isDown(plan, path));
  return down.length === 0 ? "" : `Down now: ${down.map(linkWords).join(", and ")}.`;
}

function isDown({ pseudowire }: Replanned, codes: Codes): boolean {
  const path = pseudowire.paths.find(({ linkCodes }) => same(linkCodes, codes));
  return path !== undefined && [path.atA, path.atB].some(isDownAt);
}

function isDownAt({ state }: PseudowirePathView["atA"]): boolean {
  return state === "down";
}

function same(one: Codes, other: Codes): boolean {
  return one.join(" ") === other.join(" ");
}
