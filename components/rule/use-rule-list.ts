"use client";

import { useState } from "react";
import type { RuleView } from "@/server/services/rule/view";
import type { ListAct } from "./rule-buttons";
import { type RuleDraft, ruleDraftOf } from "./rule-draft";
import { changesOf, isChanged, moved, put, sameRules, without } from "./rule-list";

/** What is being written, and upon which kept list it was begun. */
interface Writing {
  readonly base: readonly RuleView[];
  readonly rules: readonly RuleDraft[];
}

/** The list that a person writes, beside the one that the server keeps. */
export function useRuleList(kept: readonly RuleView[]) {
  const [writing, setWriting] = useState<Writing | null>(null);
  const rules = writing?.rules ?? kept.map(ruleDraftOf);
  const change = (next: readonly RuleDraft[]) => setWriting({ base: writing?.base ?? kept, rules: next });
  const changes = changesOf(rules, kept);
  return {
    rules,
    changes,
    dirty: writing !== null && isChanged(changes),
    /** Somebody else applied another list since this one was begun. */
    overtaken: writing !== null && !sameRules(writing.base, kept),
    put: (rule: RuleDraft) => change(put(rules, rule)),
    act({ kind, rule }: Exclude<ListAct, { kind: "edit" }>) {
      if (kind === "delete") change(without(rules, rule.key));
      if (kind === "up") change(moved(rules, rule.key, -1));
      if (kind === "down") change(moved(rules, rule.key, 1));
    },
    discard: () => setWriting(null),
  };
}
