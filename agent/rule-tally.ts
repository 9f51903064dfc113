/** What the tally program prints: for each rule who it is, by a digest of all that it does, and what it has counted. Pure. */
import { type Filter, ONLY_HANDLE } from "./filter";
import type { Counts } from "./running-counts";

export interface TalliedRule extends Counts {
  /** "DEVICE CHAIN PRIORITY PROTOCOL HANDLE KIND DIGEST": the same rule, unaltered, always has the same. */
  readonly identity: string;
}

/** The fields of an identity. */
export interface RuleIdentity extends Pick<Filter, "device" | "chain" | "priority" | "handle"> {
  /** Four hexadecimal digits. */
  readonly protocol: string;
  /** As tc writes it. */
  readonly kind: string;
}

/** A rule of the last tally, with its counts. */
export interface KnownRule extends Counts {
  readonly identity: string;
}

const COUNTS = 3;
const [NEWLINE, SPACE, ZERO, NINE] = [10, 32, 48, 57];

/** The rules of one run of the program. @throws Error when a line is none of its */
export function parseTally(text: string): TalliedRule[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : [talliedRule(line)]));
}

function talliedRule(line: string): TalliedRule {
  let end = line.length;
  for (let count = 0; count < COUNTS; count += 1) end = line.lastIndexOf(" ", end - 1);
  const numbers = line.slice(end + 1).split(" ");
  const [met = Number.NaN, frames = Number.NaN, octets = Number.NaN] = numbers.map(Number);
  if (end <= 0 || ![met, frames, octets].every(Number.isSafeInteger)) {
    throw new Error(`The tally program printed "${line.slice(0, 100)}".`);
  }
  return { identity: line.slice(0, end), met, frames, octets };
}

/**
 * The same rules in the same order as before, each through `counted` where it counted something; null when other rules
 * stand in the text. Most seconds are such: then nothing is made of the text but numbers.
 */
export function followTally<T extends KnownRule>(
  text: string,
  before: readonly T[],
  counted: (rule: T, counts: Counts) => T,
): readonly T[] | null {
  const reader = new LineReader(text);
  let after: T[] | null = null;
  for (const [index, rule] of before.entries()) {
    if (!reader.takes(rule.identity)) return null;
    const [met, frames, octets] = [reader.number(), reader.number(), reader.number()];
    if (met === rule.met && frames === rule.frames && octets === rule.octets) continue;
    after ??= [...before];
    after[index] = counted(rule, { met, frames, octets });
  }
  return reader.isAtEnd ? (after ?? before) : null;
}

class LineReader {
  private at = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  takes(word: string): boolean {
    const isThere = this.text.startsWith(word, this.at) && this.text.charCodeAt(this.at + word.length) === SPACE;
    if (isThere) this.at += word.length + 1;
    return isThere;
  }

  /** A number, and the space or line end after it. */
  number(): number {
    let value = 0;
    let code = this.text.charCodeAt(this.at);
    for (; code >= ZERO && code <= NINE; code = this.text.charCodeAt(this.at)) {
      value = value * 10 + (code - ZERO);
      this.at += 1;
    }
    if (code !== SPACE && code !== NEWLINE) throw new Error("The tally program printed a count that is no number.");
    this.at += 1;
    return value;
  }
}

/** Takes an identity apart. */
export function ruleIdentity(identity: string): RuleIdentity {
  const [device = "", chain, priority, protocol = "", handle, kind = ""] = identity.split(" ");
  return {
    device,
    ...(chain === "0" ? {} : { chain: Number(chain) }),
    priority: Number(priority),
    protocol,
    handle: kind === "u32" ? ONLY_HANDLE : Number(handle),
    kind,
  };
}
