import type { ProbeRound } from "@/agent/protocol";
import type { Probing } from "./evidence";

/** So many rounds in a row that nothing came back from are no chance. */
const LOST_ROUNDS = 2;

/** The last round from which a probe came back, of those that speak of the extension as it is now; null when none did. */
export function lastReturned(rounds: readonly ProbeRound[], { mapSince }: Probing): ProbeRound | null {
  return rounds.findLast(({ at, returned }) => at > mapSince && returned > 0) ?? null;
}

/** Whether a probe came back since the map changed. */
export function hasReturned(rounds: readonly ProbeRound[], probing: Probing): boolean {
  return lastReturned(rounds, probing) !== null;
}

/**
 * Which way the last rounds were lost, as a sentence; null while they were not all lost.
 *
 * @param rounds oldest first
 */
export function silence(rounds: readonly ProbeRound[], { presentSince }: Probing): string | null {
  if (presentSince === null) return null;
  const last = rounds.filter(({ at }) => at > presentSince).slice(-LOST_ROUNDS);
  if (last.length < LOST_ROUNDS || last.some(({ returned }) => returned > 0)) return null;
  const hasArrived = last.some(({ arrived }) => arrived > 0);
  const where = hasArrived ? "on the way back from the resource" : "on the way to the resource";
  return `Its entries are present, but all probes of the last ${LOST_ROUNDS} rounds were lost ${where}. It is live again when one comes back.`;
}
