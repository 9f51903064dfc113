/** Drills and loopbacks end by themselves, whether the portal is there or not. */
import type { DesiredLink, DesiredState, MapEntry } from "./protocol";

/** The state with every link open whose drill is over; the same object when none is. `now` in ms since 1970. */
export function openedLinks(state: DesiredState, now: number): DesiredState {
  if (!state.links.some((link) => isOver(link, now))) return state;
  return { ...state, links: state.links.map((link) => (isOver(link, now) ? { ...link, shutUntil: undefined } : link)) };
}

/** The state without the loopbacks that are over; the same object when none is. `now` in ms since 1970. */
export function withoutPastLoops(state: DesiredState, now: number): DesiredState {
  const isPast = (entry: MapEntry) => "loopUntil" in entry && (entry.loopUntil ?? now + 1) <= now;
  if (!state.entries.some(isPast)) return state;
  return {
    ...state,
    entries: state.entries.map((entry) => (isPast(entry) ? { ...entry, loopUntil: undefined } : entry)),
  };
}

function isOver({ shutUntil }: DesiredLink, now: number): boolean {
  return shutUntil !== undefined && shutUntil <= now;
}
