import { expect, test } from "vitest";
import { typedMicros, typedNumber, unreadable } from "./typed-number";

test("digits are a number, with either sign for the fraction", () => {
  expect(["10", " 7 ", "0.25", "9,5", "-1"].map(typedNumber)).toEqual([10, 7, 0.25, 9.5, -1]);
});

test("anything else is none", () => {
  expect(["", "ten", "1e3", "1 000", "0x10", "."].map(typedNumber)).toEqual([null, null, null, null, null, null]);
});

test("milliseconds become whole microseconds", () => {
  expect(["9", "0.25", "1.0004"].map(typedMicros)).toEqual([9_000, 250, 1_000]);
});

test("the first field without a number is named", () => {
  expect(unreadable({ cost: 1, mtu: null, latencyMicros: null })).toMatchObject({ field: "mtu" });
  expect(unreadable({ cost: 1 })).toBeNull();
});
