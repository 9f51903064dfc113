/** The last desired state on disk: a restarted agent carries on from it, and a portal that is down changes nothing. */

import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type DesiredState, desiredHash, desiredState } from "./protocol";

/** The state in the file; null when there is none, or when it is damaged (its hash does not fit). */
export async function readCache(path: string): Promise<DesiredState | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  return parseDesired(text);
}

/** A desired state from JSON; null when it is none or its hash does not fit. */
export function parseDesired(text: string): DesiredState | null {
  try {
    const state = desiredState.safeParse(JSON.parse(text)).data;
    return state !== undefined && state.hash === desiredHash(state) ? state : null;
  } catch {
    return null;
  }
}

/** Replaces the file as a whole: a reader, or a restart at any moment, sees the old state or the new one. */
export async function writeCache(path: string, state: DesiredState): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify(state));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** A state is kept so long after it came, ms: what it asks for is done first, and of many that follow each other one is kept. */
const KEEP_AFTER_MS = 200;

/** Writes the newest state, one after the other; a failure becomes a sentence. */
export function cacheWriter(path: string, failed: (sentence: string) => void): (state: DesiredState) => void {
  let newest: DesiredState | null = null;
  const write = async (): Promise<void> => {
    await setTimeout(KEEP_AFTER_MS);
    const state = newest;
    if (state === null) return;
    await writeCache(path, state).catch((error: unknown) =>
      failed(`The desired state could not be kept in ${path}: ${String(error)}`),
    );
    if (newest === state) newest = null;
    else await write();
  };
  return (state) => {
    const isWriting = newest !== null;
    newest = state;
    if (!isWriting) void write();
  };
}
