import { expect, test } from "vitest";
import { typedMicros, typedWhole, unreadable } from "./typed-number";

test("digits are a whole number", () => {
  expect(["10", " 7 ", "-1"].map(typedWhole)).toEqual([10, 7, -1]);
});

test("anything else is none", () => {
  expect(["", "ten", "1e3", "1 000", "0x10", "2.5"].map(typedWhole)).toEqual([null, null, null, null, null, null]);
  expect(["", "9 ms", "."].map(typedMicros)).toEqual([null, null, null]);
});

test("milliseconds become whole microseconds, with either sign for the fraction", () => {
  expect(["9", "0.25", "9,5", "1.0004"].map(typedMicros)).toEqual([9_000, 250, 9_500, 1_000]);
});

test("the first field without a number is named", () => {
  expect(unreadable({ cost: 1, mtu: null, latencyMicros: null })).toMatchObject({ field: "mtu" });
  expect(unreadable({ cost: 1 })).toBeNull();
});
