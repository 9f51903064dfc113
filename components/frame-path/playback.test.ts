import { describe, expect, it } from "vitest";
import { crossingPath, exampleProbe } from "./example.fixture";
import { playBack } from "./playback";

describe("a sent frame on its way", () => {
  it("has reached nothing before it was seen", () => {
    const played = playBack(crossingPath, exampleProbe(0));
    expect(played.reached).toBe(0);
    expect(played.tookMicros).toBeNull();
  });

  it("reaches the line only when both of its ends saw the frame", () => {
    expect([1, 2, 3, 4].map((seen) => playBack(crossingPath, exampleProbe(seen)).reached)).toEqual([1, 2, 3, 5]);
  });

  it("counts microseconds from the first sighting, by the kernels' clocks", () => {
    const played = playBack(crossingPath, exampleProbe(4));
    expect(played.legs.map((leg) => leg.sinceMicros)).toEqual([0, null, 100, null, 300]);
    expect(played.tookMicros).toBe(300);
  });

  it("marks the leg where the stack was not as predicted", () => {
    const probe = exampleProbe(4);
    const seen = probe.seen.map((one) => (one.pointId === "116:31:in" ? { ...one, stackAsPredicted: false } : one));
    expect(playBack(crossingPath, { ...probe, seen }).legs.map((leg) => leg.asPredicted)).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
  });
});
