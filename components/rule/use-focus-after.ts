"use client";

import { useEffect, useRef } from "react";
import { buttonName, type ListAct } from "./rule-buttons";
import type { RuleDraft } from "./rule-draft";

/** Keeps the keyboard where it was: on the button of the rule that moved, or on the next rule's when one is deleted. */
export function useFocusAfter() {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const button = document.querySelector<HTMLElement>(`[data-act=${JSON.stringify(wanted.current)}]`);
    wanted.current = null;
    button?.focus();
  });
  return (kind: ListAct["kind"], rule: RuleDraft, before: readonly RuleDraft[]) => {
    wanted.current = kind === "delete" ? nextDelete(rule, before) : buttonName(kind, rule.key);
  };
}

function nextDelete(rule: RuleDraft, before: readonly RuleDraft[]): string {
  const at = before.findIndex(({ key }) => key === rule.key);
  const next = before[at + 1] ?? before[at - 1];
  return next === undefined ? "add" : buttonName("delete", next.key);
}
