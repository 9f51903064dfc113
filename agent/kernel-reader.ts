/** Reads a switch's kernel, once or over and over. */
import type { Actual } from "./actual";
import type { Executor } from "./executor";
import {
  type LearnedAddress,
  learnedIn,
  readLearned,
  readLinks,
  readMembers,
  ruleDevices,
  vlansIn,
} from "./iproute-read";
import { Remembered } from "./remembered";
import { RuleReader, type RuleReading } from "./rule-reader";
import { NO_FULL_QUOTA, NONE_KNOWN } from "./serving";

export interface WholeReading {
  readonly actual: Actual;
  readonly learned: readonly LearnedAddress[];
}

/** Rules and memberships that have not changed since the last time are the same objects. */
export class KernelReader {
  private readonly vlans = new Remembered(vlansIn);
  private readonly tables = new Remembered(learnedIn);
  private readonly ruleReader: RuleReader;

  /** @param tally path of the tally program; null: rules are always listed through tc */
  constructor(
    private readonly executor: Executor,
    tally: string | null,
  ) {
    this.ruleReader = new RuleReader(executor, tally);
  }

  /** Links, memberships, learned addresses and rules. @throws ReadError when a command fails */
  async whole(): Promise<WholeReading> {
    const links = await readLinks(this.executor);
    const [members, rules] = await Promise.all([
      readMembers(this.executor, links),
      this.ruleReader.read(ruleDevices(links), true),
    ]);
    const vlans = this.vlans.of(members.vlans);
    return {
      actual: { links, vlans, fullQuotas: NO_FULL_QUOTA, known: NONE_KNOWN, overfull: [], ...rules },
      learned: this.tables.of(members.learned),
    };
  }

  /** The rules and their counters alone, on the devices of links that are known. @throws ReadError when one is gone */
  rules(links: Actual["links"]): Promise<RuleReading> {
    return this.ruleReader.read(ruleDevices(links), false);
  }

  /** The learned addresses alone, on the bridges of links that are known. @throws ReadError when one is gone */
  async learned(links: Actual["links"]): Promise<readonly LearnedAddress[]> {
    return this.tables.of(await readLearned(this.executor, links));
  }
}

/** Reads a switch once. @throws ReadError when a command fails */
export function readWhole(executor: Executor): Promise<WholeReading> {
  return new KernelReader(executor, null).whole();
}
