import type { RuleView } from "@/server/services/rule/view";
import { type RuleDraft, ruleDraftOf, wantedRuleOf } from "./rule-draft";

/** How a rule of the list that is being written stands to what is kept. */
export type RuleStanding = "kept" | "new" | "changed";

/** The list with one rule `by` places further down, or up where `by` is negative; at an end it stays. */
export function moved(rules: readonly RuleDraft[], key: string, by: 1 | -1): readonly RuleDraft[] {
  const from = rules.findIndex((rule) => rule.key === key);
  const to = from + by;
  const rule = rules[from];
  if (rule === undefined || to < 0 || to >= rules.length) return rules;
  return rules.toSpliced(from, 1).toSpliced(to, 0, rule);
}

/** The list with that rule in the place of its former self, or at the end when it is new. */
export function put(rules: readonly RuleDraft[], rule: RuleDraft): readonly RuleDraft[] {
  const at = rules.findIndex(({ key }) => key === rule.key);
  return at < 0 ? [...rules, rule] : rules.with(at, rule);
}

/** The list without that rule. */
export function without(rules: readonly RuleDraft[], key: string): readonly RuleDraft[] {
  return rules.filter((rule) => rule.key !== key);
}

/** How a rule stands to the kept one with its id. */
export function standingOf(rule: RuleDraft, kept: readonly RuleView[]): RuleStanding {
  const same = kept.find(({ id }) => id === rule.id);
  if (same === undefined) return "new";
  return sameText(wantedRuleOf(rule), wantedRuleOf(ruleDraftOf(same))) ? "kept" : "changed";
}

/** What applying the list would change, counted; `reordered` when rules that stay change places. */
export interface ListChanges {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly reordered: boolean;
}

/** What of the kept rules the list would change. */
export function changesOf(rules: readonly RuleDraft[], kept: readonly RuleView[]): ListChanges {
  const standings = rules.map((rule) => standingOf(rule, kept));
  const count = (standing: RuleStanding) => standings.filter((one) => one === standing).length;
  const staying = rules.flatMap(({ id }) => (kept.some((one) => one.id === id) ? [id] : []));
  const before = kept.flatMap(({ id }) => (staying.includes(id) ? [id] : []));
  const removed = kept.length - before.length;
  return { added: count("new"), changed: count("changed"), removed, reordered: !sameText(staying, before) };
}

/** Whether applying would change anything. */
export function isChanged({ added, changed, removed, reordered }: ListChanges): boolean {
  return added + changed + removed > 0 || reordered;
}

/** "1 new, 2 changed, 1 deleted, another order". */
export function changesText({ added, changed, removed, reordered }: ListChanges): string {
  const parts = [
    added > 0 ? `${added} new` : "",
    changed > 0 ? `${changed} changed` : "",
    removed > 0 ? `${removed} deleted` : "",
    reordered ? "another order" : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** Whether two kept lists are the same but for what was counted. */
export function sameRules(one: readonly RuleView[], other: readonly RuleView[]): boolean {
  return sameText(one.map(plain), other.map(plain));
}

function plain({ id, name, match, action }: RuleView) {
  return { id, name, match, action };
}

/** The same fields in another order are the same. */
function sameText(one: object, other: object): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
