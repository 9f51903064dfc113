import { expect, test } from "vitest";
import { parseTally, ruleIdentity } from "./rule-tally";

const IDENTITY = "p-1 655360 20 0003 1 flower 00000000deadbeef";

test("a line is a rule's identity and its three counts", () => {
  expect(parseTally(`${IDENTITY} 9 7 700\n`)).toEqual([{ identity: IDENTITY, met: 9, frames: 7, octets: 700 }]);
  expect(parseTally("")).toEqual([]);
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
