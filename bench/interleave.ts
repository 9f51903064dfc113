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

/**
 * Each side in turn, `turns` times a round, of which the median counts: a disturbance of a moment hits one turn of one
 * side. The first round is not counted.
 */
export async function interleave(
  sides: readonly Side[],
  told: (line: string) => void,
  { repetitions = REPETITIONS, turns = 1 } = {},
): Promise<Rounds> {
  const rounds = new Map<string, number[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round <= repetitions; round++) {
    const taken = await inTurn(sides, turns);
    if (round > 0) for (const { name } of sides) rounds.get(name)?.push(median(taken.get(name) ?? []));
    const values = sides.map(({ name }) => `${name} ${rounded(median(taken.get(name) ?? []))}`);
    told(`  round ${round}${round === 0 ? " (not counted)" : ""}: ${values.join(", ")}`);
  }
  return rounds;
}

async function inTurn(sides: readonly Side[], turns: number): Promise<Map<string, number[]>> {
  const taken = new Map<string, number[]>(sides.map(({ name }) => [name, []]));
  for (let turn = 0; turn < turns; turn++) {
    for (const { name, measure } of sides) taken.get(name)?.push(await measure());
  }
  return taken;
}

function rounded(value: number): string {
  return value.toLocaleString("en-GB", { maximumSignificantDigits: 4 });
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
