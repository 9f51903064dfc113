import type { Block, Draft, Outcome, Step } from "./step-log-block";

/**
 * Holds each block against those that it rests on: what is done by its own facts waits as long as one of them does,
 * so that no block is done before what it rests on.
 */
export function settled<B extends Block>(drafts: readonly Draft<B>[]): Step<B>[] {
  const byBlock = new Map(drafts.map((draft) => [draft.block, draft]));
  const known = new Map<B, Outcome<B>>();
  const settle = (block: B): Outcome<B> => {
    const outcome = known.get(block) ?? settledOne(draftOf(byBlock, block), settle);
    known.set(block, outcome);
    return outcome;
  };
  return drafts.map(({ block, title, evidence }) => ({ block, title, outcome: settle(block), evidence }));
}

function settledOne<B extends Block>({ outcome, restsOn }: Draft<B>, settle: (block: B) => Outcome<B>): Outcome<B> {
  if (outcome.kind === "not_needed" || outcome.kind === "failed") return outcome;
  const open = restsOn.find((block) => isOpen(settle(block)));
  if (open !== undefined) return { kind: "pending", waitsFor: `block ${open}` };
  if (outcome.kind !== "done" || outcome.at === null) return outcome;
  return { ...outcome, at: Math.max(outcome.at, ...restsOn.map((block) => momentOf(settle(block)))) };
}

function momentOf(outcome: Outcome): number {
  return outcome.kind === "done" || outcome.kind === "decided" ? (outcome.at ?? 0) : 0;
}

function isOpen({ kind }: Outcome): boolean {
  return kind === "pending" || kind === "failed";
}

function draftOf<B extends Block>(drafts: ReadonlyMap<B, Draft<B>>, block: B): Draft<B> {
  const draft = drafts.get(block);
  if (draft === undefined) throw new Error(`there is no block ${block} to rest on`);
  return draft;
}
