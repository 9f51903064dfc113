import type { Direction, EntryState, PortNumber } from "@/agent/protocol";
import { counterKey, type LiveReport } from "../../live/store";

/** What the last report of a switch says about entries and ports; nothing when there was none. */
export interface Observed {
  entry(key: string): EntryState | null;
  /** Frames of an entry since its rule was made; null when not reported. */
  frames(key: string, direction: Direction): number | null;
  /** Sum over the entries of a port; null when nothing was reported of the switch. */
  portFrames(keys: readonly string[], direction: Direction): number | null;
  portRate(keys: readonly string[], direction: Direction): number | null;
  dropped(port: PortNumber): number | null;
  /** Those of the dropped that were too large for their path. */
  tooLarge(port: PortNumber): number | null;
}

/** Indexes a report for one page of the tag map. */
export function observedIn(last: LiveReport | null): Observed {
  const entries = new Map(last?.report.entries.map((entry) => [entry.key, entry]));
  const frames = new Map(last?.report.counters.map((counter) => [counterKey(counter), counter.frames]));
  const drops = new Map(last?.report.drops.map((drop) => [drop.port, drop]));
  const sum = (keys: readonly string[], count: (key: string) => number | undefined) =>
    last === null ? null : keys.reduce((total, key) => total + (count(key) ?? 0), 0);
  return {
    entry: (key) => entries.get(key) ?? null,
    frames: (key, direction) => frames.get(counterKey({ key, direction })) ?? null,
    portFrames: (keys, direction) => sum(keys, (key) => frames.get(counterKey({ key, direction }))),
    portRate: (keys, direction) => sum(keys, (key) => last?.rates.get(counterKey({ key, direction }))?.framesPerSecond),
    dropped: (port) => drops.get(port)?.frames ?? null,
    tooLarge: (port) => drops.get(port)?.tooLarge ?? null,
  };
}
