import type { EntryState, ProbeRound } from "@/agent/protocol";
import { hasReturned, silence } from "./evidence-rounds";
import { type ExtensionState, mayMove, stateByEvidence } from "./extension-state";

/** A kernel that has not accepted a fresh order's entries for so long, in ms, will not: the order is taken back. */
export const GIVE_UP_AFTER_MS = 30_000;

/**
 * A switch that has just been told something else needs so long to follow, in ms: what its kernel lacks meanwhile was
 * never lost. The agent acts within a second and reads back within three.
 */
export const FOLLOW_MS = 4_000;

/** What an extension's state rests on: entries on switches, and rules that must have counted its frames. */
export interface Watched {
  readonly state: ExtensionState;
  /** Since when the switches have reported that its entries are not as they should be, ms since 1970; null when they are. */
  readonly faultySince: number | null;
  /** It stood in the kernels before and was lost there: that is repaired, however long it takes, and never given up. */
  readonly isDrift: boolean;
  /** The entries that must be there; while it is released, those that must be gone. */
  readonly places: readonly WatchedPlace[];
  /** The counters of the way from rack to resource, in its order. */
  readonly landmarks: readonly Landmark[];
  readonly probing: Probing;
}

/** Which rounds of probes speak of the extension as it is now. */
export interface Probing {
  /** The switch that sends them: the one where the rack's cable ends. */
  readonly switchId: string;
  /** When its map changed last, ms since 1970: rounds that began before prove nothing. */
  readonly mapSince: number;
  /** When its entries were first read back, ms since 1970: what is lost before then was never carried; null before. */
  readonly presentSince: number | null;
}

export interface WatchedPlace {
  readonly switchId: string;
  readonly switchCode: string;
  readonly port: number;
  readonly key: string;
  /** Reports from this change on speak of the entry as it is desired now. */
  readonly number: number;
}

export interface Landmark {
  readonly switchId: string;
  /** Name of the counter, as `counterKey` makes it. */
  readonly counter: string;
  /** Frames that it had before the extension was allocated: an entry may be shared. */
  readonly baseline: number;
}

/** The last report of a switch, indexed. */
export interface Sight {
  readonly number: number;
  /** Since when the switch follows that state and sends by those paths, ms since 1970. */
  readonly settingSince: number;
  readonly entries: ReadonlyMap<string, EntryState>;
  /** By counter name. */
  readonly frames: ReadonlyMap<string, number>;
  readonly strays: readonly string[];
}

export interface Move {
  readonly to: ExtensionState;
  /** A sentence where something is wrong. */
  readonly reason: string | null;
}

/**
 * The moves that the last reports justify, in order; none when they prove nothing. A switch that has not reported the
 * extension's changes yet proves nothing, neither for nor against.
 *
 * @param sightOf the last report of a switch, null when there is none
 * @param now ms since 1970
 * @param rounds the extension's own rounds of probes, oldest first
 */
export function movesByEvidence(
  watched: Watched,
  sightOf: (switchId: string) => Sight | null,
  now: number,
  rounds: readonly ProbeRound[] = [],
): Move[] {
  if (!areSpokenOf(watched.places, sightOf)) return [];
  const fault = faultOf(watched, sightOf, now);
  if (fault !== null && isHopeless(watched, now)) return [{ to: "failed", reason: `${fault} ${TAKEN_BACK}` }];
  const counted = watched.landmarks.every((mark) => hasCounted(mark, sightOf(mark.switchId)));
  const lost = silence(rounds, watched.probing);
  const evidence = {
    present: fault === null,
    arrived: counted || hasReturned(rounds, watched.probing),
    silent: lost !== null,
    gone: watched.places.every((place) => isGone(place, sightOf(place.switchId))),
  };
  return movesFrom(watched.state, (state) => stateByEvidence(state, evidence), { fault, lost });
}

/** Sentences: what is wrong with the entries, and what became of the probes; null where nothing is. */
interface Troubles {
  readonly fault: string | null;
  readonly lost: string | null;
}

function movesFrom(from: ExtensionState, next: (state: ExtensionState) => ExtensionState, troubles: Troubles): Move[] {
  const to = next(from);
  if (to === from || !mayMove(from, to)) return [];
  return [{ to, reason: reasonFor(to, troubles) }, ...movesFrom(to, next, troubles)];
}

function reasonFor(to: ExtensionState, { fault, lost }: Troubles): string | null {
  if (to === "configured") return lost;
  return to === "allocated" && fault !== null ? `${fault} Its agent repairs it.` : null;
}

const TAKEN_BACK = `It could not be made within ${GIVE_UP_AFTER_MS / 1000} s, so the order was taken back. Order again, or ask the operator.`;

function isHopeless({ state, faultySince, isDrift }: Watched, now: number): boolean {
  return state === "allocated" && !isDrift && faultySince !== null && now - faultySince >= GIVE_UP_AFTER_MS;
}

/** What is wrong with an extension's entries by the last reports, as a sentence; null when nothing is, or nothing is known. */
export function faultOf(
  { state, places }: Watched,
  sightOf: (switchId: string) => Sight | null,
  now: number,
): string | null {
  if (state === "releasing" || !areSpokenOf(places, sightOf)) return null;
  if (state === "allocated") return firstFault(places, sightOf);
  return firstFault(
    places.filter(({ switchId }) => now - (sightOf(switchId)?.settingSince ?? 0) >= FOLLOW_MS),
    sightOf,
  );
}

function areSpokenOf(places: readonly WatchedPlace[], sightOf: (switchId: string) => Sight | null): boolean {
  return places.every((place) => isSpokenOf(place, sightOf(place.switchId)));
}

function isSpokenOf(place: WatchedPlace, sight: Sight | null): boolean {
  return sight !== null && sight.number >= place.number;
}

function firstFault(places: readonly WatchedPlace[], sightOf: (switchId: string) => Sight | null): string | null {
  for (const { switchId, switchCode, key } of places) {
    const entry = sightOf(switchId)?.entries.get(key);
    if (entry?.state === "present") continue;
    const what = entry === undefined ? "was not reported" : `is ${entry.state}: ${entry.detail}`;
    return `On switch ${switchCode} the map entry ${key} ${what}.`;
  }
  return null;
}

/** A count that fell belongs to a rule that was made anew. */
function hasCounted({ counter, baseline }: Landmark, sight: Sight | null): boolean {
  const frames = sight?.frames.get(counter) ?? 0;
  return frames > (frames < baseline ? 0 : baseline);
}

/** Nothing with our mark is left over at the port: `p-7`, `a-7`, `b-7` are its devices. */
function isGone({ port }: WatchedPlace, sight: Sight | null): boolean {
  const devices = new RegExp(`\\b[pab]-${port}\\b`);
  return sight !== null && !sight.strays.some((what) => devices.test(what));
}
