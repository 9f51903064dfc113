import { describe, expect, test } from "vitest";
import { frameBound } from "./frame-bound";
import { isMarkedFrame } from "./marked-frame";

const MACS = "020000000050020000000001";
const frame = (hex: string) => Buffer.from(`${MACS}${hex}`, "hex");
const packet = (hex: string, atMicros: number) => ({ atMicros, length: 60, bytes: frame(hex) });
const PLAIN = "0800";
const MARKED = "88b5";

describe("a marked frame", () => {
  test.each([
    ["bare", MARKED],
    ["under the client's tag", `8100000a${MARKED}`],
    ["under the pair and the client's tag", `88a80064810000c88100000a${MARKED}`],
    ["under a label", `8847004b1140${MACS}88a80064810000c8${MARKED}`],
    ["under two labels", `8847004b1040004b1140${MACS}${MARKED}`],
  ])("is known %s", (_, hex) => {
    expect(isMarkedFrame(frame(hex))).toBe(true);
  });

  test.each([
    ["another type", PLAIN],
    ["its number in the payload", `0800${MARKED}`],
    ["a frame cut inside its tags", "8100"],
    ["a label without a bottom", "8847004b1040"],
    ["nothing at all", ""],
  ])("is not %s", (_, hex) => {
    expect(isMarkedFrame(frame(hex))).toBe(false);
  });
});

describe("the bound of a capture", () => {
  test("keeps so many frames of each second and leaves out the rest", () => {
    const bound = frameBound(2);
    const kept = [0, 1, 2, 999_999, 1_000_000].map((at) => bound.admits(packet(PLAIN, at)));
    expect(kept).toEqual([true, true, false, false, true]);
  });

  test("a flood does not hide a marked frame", () => {
    const bound = frameBound(2);
    for (let at = 0; at < 1_000; at += 1) bound.admits(packet(PLAIN, at));
    expect(bound.admits(packet(MARKED, 2_000))).toBe(true);
  });
});
