import type { EntryCounter } from "@/agent/protocol";
import { counterKey, type LiveReport, type LiveStore } from "../../live/store";
import type { Fabric } from "./fabric";

/** Frames of each pair, as "S.C", that went into pseudowires and did not come out. */
export type Missing = Readonly<Record<string, number>>;

/**
 * What is missing of each service that may cross a link, by the kernels' counters. The two ends are not read in one
 * moment: each figure is carried on to `now` at its own rate, so with steady traffic a difference over a time is right
 * to a few frames, and exact when nothing is on its way.
 *
 * @param now ms since 1970
 */
export function framesMissing(live: LiveStore, fabric: Fabric, linkId: string, now: number): Missing {
  const crossing = fabric.pseudowires.filter(({ paths }) => paths.some(({ linkIds }) => linkIds.includes(linkId)));
  const missing = new Map<string, number>();
  for (const { switchId, number } of crossing.flatMap(({ a, b }) => [a, b])) {
    const last = live.lastReport(switchId);
    for (const counter of last?.report.counters ?? []) {
      const [port, pair = ""] = counter.key.split("/");
      if (last === null || port !== String(number)) continue;
      const frames = framesAt(counter, last, now);
      missing.set(pair, (missing.get(pair) ?? 0) + (counter.direction === "out" ? frames : -frames));
    }
  }
  return Object.fromEntries([...missing].map(([pair, frames]) => [pair, Math.round(frames)]));
}

/** A counter carried on from when it was reported. */
export function framesAt(counter: EntryCounter, last: LiveReport, now: number): number {
  const rate = last.rates.get(counterKey(counter))?.framesPerSecond ?? 0;
  return counter.frames + (rate * Math.max(0, now - last.at)) / 1000;
}

/** What went missing between two looks, by pair; nothing can come out that did not go in. */
export function lostSince(before: Missing, after: Missing): Missing {
  return Object.fromEntries(
    Object.entries(after).map(([pair, frames]) => [pair, Math.max(0, frames - (before[pair] ?? 0))]),
  );
}
