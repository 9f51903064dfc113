/**
 * Which path of one pseudowire frames leave by. Pure: what is known is a value, and time a parameter (ms, any origin).
 *
 * The first path by rank that is up. Frames leave a path that is down at once; they go back to a better one only when it has
 * been up for a hold time, which doubles each time that the path falls again soon (flap damping). While no path is up,
 * nothing changes: then it is the far end that fell silent, not the paths, and that is no flap of theirs.
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
  /** How long it had been up when it fell, while that is not counted yet; else null. */
  readonly fellAfter: number | null;
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

/** A path that has just come up is returned to after so long. */
export const HOLD_MS = 2_000;
/** When others come up first, one that was never heard is waited for so long, ms, and one that fell before them all so long. */
export const FIRST_WAIT_MS = 2_000;
export const WAIT_MS = 200;
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
export function decided({ paths, chosen }: PathChoice, now: number): PathChoice {
  const path = chosenPath({ paths, chosen }, now);
  return { paths: path?.state === "up" ? paths.map(counted) : paths, chosen: path?.tagOut ?? null };
}

/** When the choice may change though nothing is heard; null: never. */
export function nextLook({ paths, chosen }: PathChoice, now: number): number | null {
  const holds = paths.filter(isUp).map((path) => path.changedAt + holdOf(path.falls));
  const current = paths.find(({ tagOut }) => tagOut === chosen);
  const ahead = [...holds, ...(current === undefined ? [] : [awaitedUntil(current, paths)])].filter(
    (at) => at > now && Number.isFinite(at),
  );
  return ahead.length === 0 ? null : Math.min(...ahead);
}

const isUp = ({ state }: KnownPath) => state === "up";

function unheard(tagOut: DatacenterTag, falls: number, now: number): KnownPath {
  return { tagOut, state: "unheard", changedAt: now, cause: null, falls, fellAfter: null };
}

/** A path that was never heard does not fall. */
function pathAfter(path: KnownPath, heard: Heard, now: number): KnownPath {
  if (heard.state === path.state) return path;
  if (heard.state === "up") return { ...path, state: "up", cause: null, changedAt: now, fellAfter: null };
  if (path.state === "unheard") return path;
  return { ...path, state: "down", cause: heard.cause, changedAt: now, fellAfter: now - path.changedAt };
}

/** A fall counts while another path is up. */
function counted(path: KnownPath): KnownPath {
  if (path.fellAfter === null) return path;
  const wasSoon = path.fellAfter < holdOf(path.falls) + CALM_MS;
  return { ...path, falls: wasSoon ? path.falls + 1 : 1, fellAfter: null };
}

function chosenPath({ paths, chosen }: PathChoice, now: number): KnownPath | undefined {
  const current = paths.find(({ tagOut }) => tagOut === chosen);
  const held = paths.find((path) => isUp(path) && now - path.changedAt >= holdOf(path.falls));
  const isBetter = held !== undefined && current !== undefined && paths.indexOf(held) < paths.indexOf(current);
  if (current !== undefined && !isBetter && (isUp(current) || now < awaitedUntil(current, paths))) return current;
  return held ?? paths.find(isUp) ?? current ?? paths[0];
}

/** When all paths come up one after the other, the first one to do so is not the best for that; while none is up, for ever. */
function awaitedUntil(current: KnownPath, paths: readonly KnownPath[]): number {
  const rose = Math.min(...paths.filter(isUp).map(({ changedAt }) => changedAt));
  if (current.state === "unheard") return rose + FIRST_WAIT_MS;
  return current.state === "down" && rose > current.changedAt ? rose + WAIT_MS : Number.NEGATIVE_INFINITY;
}
