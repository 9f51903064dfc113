import type { ReportRequest } from "@/agent/protocol";
import { counterKey, type Rate } from "./store";

interface Sample {
  readonly at: number;
  readonly totals: ReadonlyMap<string, { frames: number; bytes: number }>;
}

/** Reports come at odd moments too; a rate over less time than this would jump, in ms. */
const MIN_WINDOW_MS = 900;

/** Rates from totals: keeps the samples of the last few seconds of one switch. */
export class RateMeter {
  private samples: Sample[] = [];

  /**
   * Takes the counters of one report and gives the rates against the newest sample that is old enough.
   * A counter that went backwards (a rule was made anew) has no rate until its next sample.
   */
  add(counters: ReportRequest["counters"], at: number): ReadonlyMap<string, Rate> {
    const totals = new Map(counters.map((counter) => [counterKey(counter), counter]));
    const before = this.samples.findLast((sample) => at - sample.at >= MIN_WINDOW_MS);
    this.samples = [...this.samples.filter((sample) => at - sample.at < 3 * MIN_WINDOW_MS), { at, totals }];
    return before === undefined ? new Map() : ratesBetween(before, { at, totals });
  }
}

function ratesBetween(before: Sample, after: Sample): ReadonlyMap<string, Rate> {
  const seconds = (after.at - before.at) / 1000;
  const rates = new Map<string, Rate>();
  for (const [key, now] of after.totals) {
    const then = before.totals.get(key);
    if (then === undefined || now.frames < then.frames) continue;
    rates.set(key, {
      framesPerSecond: (now.frames - then.frames) / seconds,
      bytesPerSecond: Math.max(0, now.bytes - then.bytes) / seconds,
    });
  }
  return rates;
}
