import { expect, test } from "vitest";
import type { RuleView } from "@/server/services/rule/view";
import { rule } from "./rule.fixture";
import { emptyRule, isRuleFault, type RuleDraft, ruleDraftOf, wantedRuleOf } from "./rule-draft";

const NEW: RuleDraft = { ...emptyRule("new-1"), name: " no telnet " };

test("what is empty matches anything and is not sent", () => {
  expect(wantedRuleOf({ ...NEW, ipProtocol: "tcp", destinationPort: "23" })).toEqual({
    ...{ name: "no telnet", match: { ipProtocol: "tcp", destinationPort: 23 }, action: { kind: "drop" } },
  });
});

test("fields are read in the forms that people write", () => {
  const read = wantedRuleOf({
    ...NEW,
    ...{ sourceMac: "02-00-00-00-00-0A", destinationMac: "FFFF.FFFF.FFFF", etherType: "0x0806", priority: "0" },
    ...{ sourceIp: "10.020.30.0/24", destinationIp: "10.20.30.7", sourcePort: "0" },
  });
  expect(read).toMatchObject({
    match: {
      ...{ sourceMac: "02:00:00:00:00:0a", destinationMac: "ff:ff:ff:ff:ff:ff", etherType: 0x0806, priority: 0 },
      ...{ sourceIp: "10.20.30.0/24", destinationIp: "10.20.30.7/32", sourcePort: 0 },
    },
  });
});

const KEPT: readonly RuleView[] = [
  rule({ match: { etherType: 0x0806, priority: 3 }, action: { kind: "allow" } }),
  rule({ match: { sourceMac: "02:00:00:00:00:0a" }, action: { kind: "rate-limit", bandwidth: 2_500_000 } }),
  rule({ match: { ipProtocol: "udp", sourceIp: "10.0.0.0/8" }, action: { kind: "mirror", resourceId: "res_1" } }),
];

test.each(KEPT)("a kept rule that nobody touches is sent as it is: $match", (kept) => {
  const { id, name, match, action } = kept;
  expect(wantedRuleOf(ruleDraftOf(kept))).toEqual({ id, name, match, action });
});

test.each([
  [{ sourceMac: "02:00" }, "match.sourceMac"],
  [{ etherType: "0005" }, "match.etherType"],
  [{ etherType: "arp" }, "match.etherType"],
  [{ sourceIp: "10.0.0.0/33" }, "match.sourceIp"],
  [{ destinationIp: "10.0.0.256" }, "match.destinationIp"],
  [{ destinationPort: "65536" }, "match.destinationPort"],
  [{ action: "rate-limit" as const }, "action.bandwidth"],
  [{ action: "rate-limit" as const, rate: { amount: "1", unit: "kbit/s" as const } }, "action.bandwidth"],
])("%j cannot be read, and is told at its field", (part, field) => {
  const read = wantedRuleOf({ ...NEW, ...part });
  if (!isRuleFault(read)) throw new Error("it was read");
  expect(read.field).toBe(field);
});
