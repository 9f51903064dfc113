import { expect, test } from "vitest";
import { nextSeries } from "./series";

test.each([
  [null, "A"],
  ["A", "B"],
  ["Z", "AA"],
  ["AZ", "BA"],
  ["ZZ", "AAA"],
])("after %s comes %s", (last, next) => {
  expect(nextSeries(last)).toBe(next);
});
