import type { Step } from "@/server/domain/step-log-block";

type Outcome = Step["outcome"];

/** How an outcome is called beside its shape. */
export const OUTCOME_NAMES: Record<Outcome["kind"], string> = {
  done: "done",
  decided: "decision",
  not_needed: "not needed",
  pending: "waiting",
  failed: "failed",
};

/** What an outcome says besides its name; null when the name says all. */
export function outcomeSentence(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case "done":
      return null;
    case "decided":
      return `${outcome.answer === "yes" ? "Yes" : "No"}, ${nextWords(outcome.leadsTo)}. ${outcome.reason}`;
    case "pending":
      return `Waits for ${outcome.waitsFor}.`;
    default:
      return outcome.reason;
  }
}

/** "on to block 410", or that it is over. */
export function nextWords(leadsTo: number | "end"): string {
  return leadsTo === "end" ? "and the method ends" : `on to block ${leadsTo}`;
}

/** When it happened, ms since 1970; null where that is no question, or nobody recorded it. */
export function outcomeTime(outcome: Outcome): number | null {
  return "at" in outcome ? outcome.at : null;
}

/** "9 done, 3 decisions, 4 not needed, 1 waiting". */
export function summaryOf(steps: readonly Step[]): string {
  const kinds: readonly Outcome["kind"][] = ["failed", "pending", "done", "decided", "not_needed"];
  return kinds
    .map((kind) => ({ kind, count: steps.filter(({ outcome }) => outcome.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${OUTCOME_NAMES[kind]}${kind === "decided" && count > 1 ? "s" : ""}`)
    .join(", ");
}
