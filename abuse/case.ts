import type { World } from "@/lab/world";
import type { AbuseStage } from "./stage";

/** One thing that a case measured, beside what is asked of it. */
export interface Figure {
  readonly what: string;
  readonly value: number | string;
  /** In words. */
  readonly goal: string;
  readonly met: boolean;
}

export interface Verdict {
  readonly name: string;
  readonly pass: boolean;
  readonly figures: readonly Figure[];
}

/** "full" as the definitions ask; "short" the same with fewer frames, for the test suite. */
export type Size = "full" | "short";

/** One hostile tenant, or one fault, against the fabric. */
export interface Case {
  /** On the command line. */
  readonly name: string;
  readonly title: string;
  /** Absent: the usual two switches and a line. */
  readonly world?: World;
  run(stage: AbuseStage, size: Size): Promise<readonly Figure[]>;
}

/** A figure that must be exactly so many. */
export function exactly(what: string, value: number, wanted: number): Figure {
  return { what, value, goal: `exactly ${wanted.toLocaleString("en-GB")}`, met: value === wanted };
}

/** A figure that must not exceed a limit. */
export function atMost(what: string, value: number, limit: number): Figure {
  return { what, value, goal: `at most ${limit.toLocaleString("en-GB")}`, met: value <= limit };
}

/** A figure that must not fall short of a limit. */
export function atLeast(what: string, value: number, limit: number): Figure {
  return { what, value, goal: `at least ${limit.toLocaleString("en-GB")}`, met: value >= limit };
}

/** Passes when every figure is met. */
export function verdictOf(name: string, figures: readonly Figure[]): Verdict {
  return { name, pass: figures.length > 0 && figures.every(({ met }) => met), figures };
}
