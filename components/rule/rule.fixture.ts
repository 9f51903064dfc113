import type { RuleView } from "@/server/services/rule/view";

/** A rule as the API tells it. */
export function rule(over: {
  id?: string;
  name?: string;
  match?: Record<string, string | number>;
  action?: RuleView["action"];
}): RuleView {
  const { id = "rule_1", name = "no telnet", match = { ipProtocol: "tcp", destinationPort: 23 } } = over;
  const { action = { kind: "drop" } } = over;
  // The server brands addresses as read; a fixture has written them right.
  return { id, name, match: match as RuleView["match"], action, words: "", idle: null, hits: null, dropped: null };
}
