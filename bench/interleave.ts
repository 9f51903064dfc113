/** Repetitions in which each side takes its turn, so that what else runs here disturbs all alike. */
import { type Figure, median, spread } from "./measure";

/** Counted repetitions after one that warms up. */
export const REPETITIONS = 7;

export interface Side {
  readonly name: string;
  /** One measurement; its unit is the caller's. */
  measure(): Promise<number>;
}

/** What each side measured, by its name. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

/** Each side once a round, in turn; the first round is not counted. */
export async function interleave(
  sides: readonly Side[],
  told: (line: string) => void,
  repetitions = REPETITIONS,
): Promise<Rounds> {
  const rounds = new Map<string, number[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round <= repetitions; round++) {
    const values: string[] = [];
    for (const { name, measure } of sides) {
      const value = await measure();
      if (round > 0) rounds.get(name)?.push(value);
      values.push(`${name} ${value.toLocaleString("en-GB", { maximumSignificantDigits: 4 })}`);
    }
    told(`  round ${round}${round === 0 ? " (not counted)" : ""}: ${values.join(", ")}`);
  }
  return rounds;
}

export interface Comparison {
  readonly name: string;
  readonly metric: string;
  readonly ours: string;
  readonly peer: string;
  readonly goal: string;
  readonly meets: (ratio: number) => boolean;
}

/** Ours against one peer, ratio by ratio of the same round. */
export function compared(rounds: Rounds, { name, metric, ours, peer, goal, meets }: Comparison): Figure {
  const [mine, theirs] = [rounds.get(ours) ?? [], rounds.get(peer) ?? []];
  const ratios = mine.map((value, index) => value / (theirs[index] ?? Number.NaN));
  const ratio = median(ratios);
  return {
    name,
    metric: `${metric}: ${ours} against ${peer}`,
    ours: median(mine),
    peer: median(theirs),
    ratio,
    spread: spread(ratios),
    goal,
    met: meets(ratio),
  };
}

/** A goal in words with its test: "ratio 0.95 or more". */
export function atLeast(ratio: number) {
  return { goal: `ratio ${ratio} or more`, meets: (measured: number) => measured >= ratio };
}

/** "ratio 1.2 or less". */
export function atMost(ratio: number) {
  return { goal: `ratio ${ratio} or less`, meets: (measured: number) => measured <= ratio };
}
