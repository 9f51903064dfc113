import { expect, test } from "vitest";
import { ruleFaultAt, ruleFaults } from "./server-word";

const fault = (field: string | null) => ({ code: "invalid", message: "No.", field, requestId: "r" });

test("a refusal of one rule stands at that rule, and at its field in the form", () => {
  const refused = fault("rules.2.match.sourceIp");
  expect([...ruleFaults(refused)]).toEqual([[2, "No."]]);
  expect(ruleFaultAt(refused, 2)?.field).toBe("match.sourceIp");
  expect(ruleFaultAt(refused, 1)).toBeNull();
  expect(ruleFaultAt(fault("rules.0"), 0)?.field).toBeNull();
});

test("a refusal of the whole list is no single rule's", () => {
  for (const field of [null, "rules", "vlanId"]) expect(ruleFaults(fault(field)).size).toBe(0);
});
