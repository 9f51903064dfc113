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

const COUNTS = 3;

/** The rules of one run of the program. @throws Error when a line is none of its */
export function parseTally(text: string): TalliedRule[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : [talliedRule(line)]));
}

function talliedRule(line: string): TalliedRule {
  let end = line.length;
  for (let count = 0; count < COUNTS; count += 1) end = line.lastIndexOf(" ", end - 1);
  const [met, frames, octets] = line
    .slice(end + 1)
    .split(" ")
    .map(Number);
  if (end <= 0 || met === undefined || frames === undefined || !Number.isSafeInteger(octets)) {
    throw new Error(`The tally program printed "${line.slice(0, 100)}".`);
  }
  return { identity: line.slice(0, end), met, frames, octets: octets ?? 0 };
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
