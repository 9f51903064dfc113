import { describe, expect, it } from "vitest";
import { ageText, clockText, countText, spanText } from "./duration";

describe("durations and counts in words", () => {
  it("gives an age in its largest whole unit", () => {
    expect([0, 999, 4_200, 61_000, 7_300_000, 180_000_000].map(ageText)).toEqual([
      "0 s",
      "0 s",
      "4 s",
      "1 min",
      "2 h",
      "2 d",
    ]);
  });

  it("never shows a negative age when clocks differ", () => {
    expect(ageText(-500)).toBe("0 s");
  });

  it("gives a span in the unit that keeps three figures", () => {
    expect([42, 1_240, 38_400, 2_500_000].map(spanText)).toEqual(["42 µs", "1.24 ms", "38.4 ms", "2.50 s"]);
  });

  it("keeps the microseconds of a kernel time stamp", () => {
    expect(clockText(1_700_000_000_004_512)).toBe("22:13:20.004512");
  });

  it("parts thousands", () => {
    expect([7, 1_204, 1_234_567].map(countText)).toEqual(["7", "1\u202f204", "1\u202f234\u202f567"]);
  });
});
