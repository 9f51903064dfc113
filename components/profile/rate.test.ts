import fc from "fast-check";
import { expect, test } from "vitest";
import { rateDraftOf, typedRate } from "./rate";

test("a rate is shown in the largest unit that it reaches", () => {
  expect(rateDraftOf(2_500_000_000)).toEqual({ amount: "2.5", unit: "Gbit/s" });
  expect(rateDraftOf(100_000_000)).toEqual({ amount: "100", unit: "Mbit/s" });
  expect(rateDraftOf(64_000)).toEqual({ amount: "64", unit: "kbit/s" });
  expect(rateDraftOf(null)).toEqual({ amount: "", unit: "Mbit/s" });
});

test("what was shown is read back to the bit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 8_000, max: 400_000_000_000 }), (rate) => {
      expect(typedRate(rateDraftOf(rate))).toBe(rate);
    }),
  );
});

test("an empty amount is no rate, and a word is no number", () => {
  expect(typedRate({ amount: " ", unit: "Gbit/s" })).toBeNull();
  expect(typedRate({ amount: "2,5", unit: "Gbit/s" })).toBe(2_500_000_000);
  expect(typedRate({ amount: "fast", unit: "Gbit/s" })).toBeNaN();
});
