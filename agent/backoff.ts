/** Waiting times between attempts at something that is away. */

const FIRST_MS = 100;
const CAP_MS = 2_000;

export interface Backoff {
  /** The next waiting time, ms: doubles up to 2 s, with the upper half of it by chance. */
  next(): number;
  /** Begins anew after a success. */
  reset(): void;
}

/** @param random in [0, 1) */
export function backoff(random: () => number = Math.random): Backoff {
  let ceiling = FIRST_MS;
  return {
    next() {
      const wait = ceiling / 2 + (ceiling / 2) * random();
      ceiling = Math.min(ceiling * 2, CAP_MS);
      return wait;
    },
    reset() {
      ceiling = FIRST_MS;
    },
  };
}
