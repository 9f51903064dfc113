import { expect, test } from "vitest";
import type { Step } from "@/server/domain/step-log-block";
import { outcomeSentence, outcomeTime, summaryOf } from "./outcome-words";

function step(outcome: Step["outcome"]): Step {
  return { block: 402, title: "x", outcome, evidence: [] };
}

test("a decision says its answer, where it leads, and why", () => {
  const decision = { kind: "decided", answer: "no", at: 1, reason: "Both are in DC1.", leadsTo: 410 } as const;
  expect(outcomeSentence(decision)).toBe("No, on to block 410. Both are in DC1.");
  expect(outcomeSentence({ ...decision, leadsTo: "end" })).toBe("No, and the method ends. Both are in DC1.");
});

test("what is done needs no sentence, what waits says for what", () => {
  expect(outcomeSentence({ kind: "done", at: 1, by: null })).toBeNull();
  expect(outcomeSentence({ kind: "pending", waitsFor: "block 406" })).toBe("Waits for block 406.");
});

test("only what happened has a time", () => {
  expect(outcomeTime({ kind: "failed", at: 7, reason: "no rule" })).toBe(7);
  expect(outcomeTime({ kind: "not_needed", reason: "one cloud" })).toBeNull();
});

test("a method is summed up with what needs attention first", () => {
  const steps = [
    step({ kind: "done", at: 1, by: null }),
    step({ kind: "decided", answer: "no", at: 1, reason: "x", leadsTo: 410 }),
    step({ kind: "decided", answer: "yes", at: 1, reason: "x", leadsTo: 416 }),
    step({ kind: "pending", waitsFor: "x" }),
  ];
  expect(summaryOf(steps)).toBe("1 waiting, 1 done, 2 decisions");
});
