/** One figure of a benchmark beside its peer's, both measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly metric: string;
  /** Medians. */
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
  /** Largest difference of a repetition's ratio from the median ratio, as a share of it. */
  readonly spread: number;
  /** In words, e.g. "ratio 2 or less". */
  readonly goal: string;
  readonly met: boolean;
}

/** A benchmark by its name on the command line. */
export interface Benchmark {
  readonly name: string;
  readonly run: (say: (line: string) => void) => Promise<readonly Figure[]>;
}

/** The middle of some numbers; of an even count the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** Largest relative distance from the median. */
export function spread(values: readonly number[]): number {
  const centre = median(values);
  return Math.max(...values.map((value) => Math.abs(value - centre) / centre));
}
