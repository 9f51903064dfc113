import { describe, expect, test } from "vitest";
import type { Outcome } from "./apply";
import type { Comparison } from "./compare";
import { difference } from "./difference";
import { NO_REFUSALS, problemsOf, refusalsAfter } from "./problems";
import { portNumber } from "./protocol";
import { linkScope } from "./scope";

const scope = linkScope(portNumber.parse(33));
const tunnel = { kind: "delete-tunnel", device: "x-33", scope } as const;

function refusing(error: string): Outcome {
  return { applied: [], failures: [{ operation: tunnel, line: "link add x-33", error }], skipped: [] };
}
const done: Outcome = { applied: [tunnel], failures: [], skipped: [] };
const missing: Comparison = { differences: [difference("missing", scope, "x-33 is not there", [])], strays: [] };
const NOTHING_DIFFERS: Comparison = { differences: [], strays: [] };

describe("problems", () => {
  test.each([
    ["Error: Unknown device type.", "feature_missing"],
    ["RTNETLINK answers: Operation not supported", "feature_missing"],
    ["Error: Failed to load TC action module.", "feature_missing"],
    ["RTNETLINK answers: File exists", "refused_by_kernel"],
  ])("what the kernel says, %s, is of the kind %s", (error, code) => {
    const refusals = refusalsAfter(NO_REFUSALS, refusing(error));
    expect(problemsOf(missing, refusals)).toEqual([
      { object: "link 33", code, detail: expect.stringContaining(error) },
    ]);
  });

  test("a refusal stays until the part is there, or was done", () => {
    const refusals = refusalsAfter(NO_REFUSALS, refusing("RTNETLINK answers: File exists"));
    expect(problemsOf(missing, refusalsAfter(refusals, { applied: [], failures: [], skipped: [] }))).toHaveLength(1);
    expect(problemsOf(missing, refusalsAfter(refusals, done))).toEqual([]);
    expect(problemsOf(NOTHING_DIFFERS, refusals)).toEqual([]);
  });
});
