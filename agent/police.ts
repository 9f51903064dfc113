/** How a rate is kept: a bucket of octets that fills at the rate; a frame that finds too little in it is dropped. */
import type { FilterAction } from "./filter";
import { toldSize } from "./told-size";

export type Police = Extract<FilterAction, { kind: "police" }>;

/**
 * A TCP sender that lost a whole flight is silent for 200 ms (Linux's least retransmission timeout); what the bucket cannot
 * hold meanwhile is lost to it. Measured at 5, 20 and 100 Mbit/s: 20 ms give 18 to 65 % of the rate, 200 ms 88 to 92 %,
 * 400 ms 96 to 102 %.
 */
const BURST_SECONDS = 0.4;
/** Ten frames of the largest size: also more than a kernel hands on as one segment (64 KiB). */
const LEAST_BURST = 10 * 9_018;
/** tc takes 32 bits. */
const MOST_BURST = 4_000_000_000;
const BITS_OF_OCTET = 8;

/**
 * Lets frames pass at a rate and drops the others.
 * The burst is 400 ms of the rate, at least ten frames of 9,018 octets, at most 4 GB.
 * @param bitsPerSecond of octets on the wire without FCS; kept to at least three digits, as tc tells it
 * @param overhead octets of each frame that the kernel does not count where the rule stands
 */
export function policeOf(bitsPerSecond: number, overhead: number): Police {
  const rate = shownRate(bitsPerSecond);
  return { kind: "police", rate, burst: burstOf(rate), overhead };
}

/**
 * Lets frames that a rule meets go on to its next action at a rate; the others pass by the rule and meet those after it.
 * Sizes and parameters as `policeOf`.
 */
export function policeOrContinue(bitsPerSecond: number, overhead: number): Police {
  return { ...policeOf(bitsPerSecond, overhead), over: "continue" };
}

/** Faster than any port: such a limit is one of size alone. tc wants a rate. */
const NO_RATE = 1_000_000_000_000;
/** Far more than comes at once; tc tells larger ones with six digits only. */
const NO_BURST = 500_000_000;

/** tc tells every size from a little below this on as this, also that of a limit of rate alone: 65,535. */
const ANY_SIZE = 64 * 1024;

/**
 * Drops frames that are too large, each by itself, however they came: also those of one large segment (TSO, GRO).
 * @param octets of a frame as the kernel sees it there: from its MAC header on, without the tag that it holds beside it
 */
export function sizeLimit(octets: number): Police {
  const limit = { kind: "police", rate: NO_RATE, burst: NO_BURST, overhead: 0 } as const;
  return toldSize(octets) >= ANY_SIZE ? limit : { ...limit, mtu: octets };
}

/** Octets that may come at once. */
export function burstOf(rate: number): number {
  return Math.min(MOST_BURST, Math.max(LEAST_BURST, Math.floor((rate * BURST_SECONDS) / BITS_OF_OCTET)));
}

/** tc shows a rate in the unit in which it has at least four digits, or fewer when they are all; what is smaller would not be read back. */
function shownRate(rate: number): number {
  let unit = 1;
  for (let left = rate; left >= 1000 && (left % 1000 === 0 || left >= 1_000_000); left = Math.floor(left / 1000)) {
    unit *= 1000;
  }
  return Math.floor(rate / unit) * unit;
}
