/**
 * Which path of one pseudowire frames leave by. Pure: what is known is a value, and time a parameter (ms, any origin).
 *
 * The first path by rank that is up. Frames leave a path that is down at once; they go back to a better one only when it has
 * been up for a hold time, which doubles each time that the path falls again soon (flap damping). While no path is up,
 * nothing changes.
 */
import type { DownCause } from "./heartbeat-line";
import type { DatacenterTag, PathReport } from "./protocol";

/** What is known of a path. */
export interface KnownPath {
  /** Tells the path from the pseudowire's others. */
  readonly tagOut: DatacenterTag;
  readonly state: PathReport["state"];
  readonly changedAt: number;
  /** Why it is down; null unless it is. */
  readonly cause: DownCause | null;
  /** How often it fell in a row, each time before it had been up for long. */
  readonly falls: number;
}

export interface PathChoice {
  /** In the order of their rank, the best first. */
  readonly paths: readonly KnownPath[];
  /** Null while there is no path at all. */
  readonly chosen: DatacenterTag | null;
}

/** What was heard of a path. */
export type Heard =
  | { readonly tagOut: DatacenterTag; readonly state: "up" }
  | { readonly tagOut: DatacenterTag; readonly state: "down"; readonly cause: DownCause };

export const NO_PATHS: PathChoice = { paths: [], chosen: null };

/** A path that has just come up is returned to after so long; one that is not heard yet is waited for as long. */
export const HOLD_MS = 2_000;
const LONGEST_HOLD_MS = 60_000;
/** A path that was used for so long since its return did not fall soon. */
const CALM_MS = 60_000;

/** How long a path that fell so often in a row must be up before frames go back to it, ms. */
export function holdOf(falls: number): number {
  return Math.min(HOLD_MS * 2 ** Math.max(0, falls - 1), LONGEST_HOLD_MS);
}

/** With these paths, in this order: what is known of those that stay is kept. This and what follows decides nothing yet. */
export function withPaths(choice: PathChoice, tags: readonly DatacenterTag[], now: number): PathChoice {
  const known = new Map(choice.paths.map((path) => [path.tagOut, path]));
  const paths = tags.map((tagOut) => known.get(tagOut) ?? unheard(tagOut, 0, now));
  return { paths, chosen: choice.chosen };
}

/** As if frames left by this path already: what the kernel was found to do. */
export function leavingBy(choice: PathChoice, tagOut: DatacenterTag): PathChoice {
  return choice.paths.some((path) => path.tagOut === tagOut) ? { ...choice, chosen: tagOut } : choice;
}

/** After something was heard of a path. */
export function withHeard(choice: PathChoice, heard: Heard, now: number): PathChoice {
  const paths = choice.paths.map((path) => (path.tagOut === heard.tagOut ? pathAfter(path, heard, now) : path));
  return { ...choice, paths };
}

/** After nothing could be heard any more: no path is up or down. */
export function withNothingHeard(choice: PathChoice, now: number): PathChoice {
  const paths = choice.paths.map(({ tagOut, falls }) => unheard(tagOut, falls, now));
  return { ...choice, paths };
}

/**
 * With the path by which frames leave from now on. Call it when everything that was heard at once is in, and again when
 * `nextLook` says: a far end that fell silent as a whole is no reason to leave one path for another.
 */
export function decided(choice: PathChoice, now: number): PathChoice {
  return { ...choice, chosen: chosenPath(choice, now)?.tagOut ?? null };
}

/** When the choice may change though nothing is heard; null: never. */
export function nextLook(choice: PathChoice, now: number): number | null {
  const waits = choice.paths.map((path) => path.changedAt + (path.state === "unheard" ? HOLD_MS : holdOf(path.falls)));
  const ahead = waits.filter((at) => at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function unheard(tagOut: DatacenterTag, falls: number, now: number): KnownPath {
  return { tagOut, state: "unheard", changedAt: now, cause: null, falls };
}

/** A path that was never heard does not fall. */
function pathAfter(path: KnownPath, heard: Heard, now: number): KnownPath {
  if (heard.state === path.state) return path;
  if (heard.state === "up") return { ...path, state: "up", cause: null, changedAt: now };
  if (path.state === "unheard") return path;
  const wasSoon = now - path.changedAt < holdOf(path.falls) + CALM_MS;
  return { ...path, state: "down", cause: heard.cause, changedAt: now, falls: wasSoon ? path.falls + 1 : 1 };
}

function chosenPath({ paths, chosen }: PathChoice, now: number): KnownPath | undefined {
  const current = paths.find(({ tagOut }) => tagOut === chosen);
  const held = paths.find((path) => path.state === "up" && now - path.changedAt >= holdOf(path.falls));
  const isBetter = held !== undefined && current !== undefined && paths.indexOf(held) < paths.indexOf(current);
  if (current !== undefined && !isBetter && isUsable(current, now)) return current;
  return held ?? paths.find(({ state }) => state === "up") ?? current ?? paths[0];
}

/** A path that was not heard yet may be about to be. */
function isUsable({ state, changedAt }: KnownPath, now: number): boolean {
  return state === "up" || (state === "unheard" && now - changedAt < HOLD_MS);
}
