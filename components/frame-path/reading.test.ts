import { describe, expect, it } from "vitest";
import { crossingPath, exampleLive } from "./example.fixture";
import { readPath } from "./reading";

describe("what is known about each leg", () => {
  it("is nothing before the agents report", () => {
    expect(readPath(crossingPath, null, 0).map((leg) => leg.status)).toEqual(Array(5).fill("unknown"));
  });

  it("is flowing when fresh counters move, inside switches too", () => {
    expect(readPath(crossingPath, exampleLive(7), 0).map((leg) => leg.status)).toEqual(Array(5).fill("flowing"));
  });

  it("stays predicted behind the point that no frame reached", () => {
    const live = exampleLive(7);
    const points = live.points.map((point) => (point.id === "116:18:out" ? { ...point, frames: 0 } : point));
    expect(readPath(crossingPath, { ...live, points }, 0).map((leg) => leg.status)).toEqual([
      "flowing",
      "flowing",
      "flowing",
      "unseen",
      "unseen",
    ]);
  });

  it("is no longer flowing when the figures grow old, and says how old", () => {
    const [cable] = readPath(crossingPath, exampleLive(7), 5_000);
    expect(cable?.status).toBe("seen");
    expect(cable?.points[0]?.ageMs).toBe(5_300);
  });
});
