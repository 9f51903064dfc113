import { describe, expect, test } from "vitest";
import { followTally, type KnownRule, parseTally, ruleIdentity } from "./rule-tally";
import type { Counts } from "./running-counts";

const IDENTITY = "p-1 655360 20 0003 1 flower 00000000deadbeef";

test("a line is a rule's identity and its three counts", () => {
  expect(parseTally(`${IDENTITY} 9 7 700\n`)).toEqual([{ identity: IDENTITY, met: 9, frames: 7, octets: 700 }]);
  expect(parseTally("")).toEqual([]);
});

describe("rules that are followed from tally to tally", () => {
  const rules = ["a 1", "a 12"].map((identity, index) => ({ identity, met: index, frames: 2, octets: 3 }));
  const counted = (rule: KnownRule, counts: Counts) => ({ ...rule, ...counts });

  test("are the very list when nothing was counted", () => {
    expect(followTally("a 1 0 2 3\na 12 1 2 3\n", rules, counted)).toBe(rules);
    expect(followTally("", [], counted)).toEqual([]);
  });

  test("keep those that counted nothing", () => {
    const after = followTally("a 1 0 2 3\na 12 1 5 9007199254740991\n", rules, counted);
    expect(after?.[0]).toBe(rules[0]);
    expect(after?.[1]).toEqual({ identity: "a 12", met: 1, frames: 5, octets: Number.MAX_SAFE_INTEGER });
  });

  test.each([
    "",
    "a 1 0 2 3\n",
    "a 1 0 2 3\na 1 1 2 3\n",
    "a 12 1 2 3\na 1 0 2 3\n",
    "a 1 0 2 3\na 12 1 2 3\nb 0 0 0\n",
  ])("are not those of another list: %j", (text) => {
    expect(followTally(text, rules, counted)).toBeNull();
  });

  test("count in numbers alone", () => {
    expect(() => followTally("a 1 0 x 3\n", rules, counted)).toThrow("no number");
  });
});

test("an identity says where the rule stands, as rules that are listed do", () => {
  const place = { device: "p-1", chain: 655_360, priority: 20, protocol: "0003", handle: 1, kind: "flower" };
  expect(ruleIdentity(IDENTITY)).toEqual(place);
  expect(ruleIdentity("p-1 0 1 8100 10 flower 0f")).toEqual({
    ...{ device: "p-1", priority: 1, protocol: "8100", handle: 10, kind: "flower" },
  });
  expect(ruleIdentity("p-1 0 3 0003 2147485696 u32 0f").handle).toBe(1);
});

test.each(["p-1", "p-1 0 1 8100 10 flower 0f", "p-1 0 1 8100 10 flower 0f 1 2 many", "1 2 3"])(
  "what is none of the program's lines is not believed: %s",
  (line) => {
    expect(() => parseTally(line)).toThrow("The tally program printed");
  },
);
