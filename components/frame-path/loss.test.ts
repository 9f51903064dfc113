import { describe, expect, it } from "vitest";
import type { PathLiveView } from "@/server/services/path/view";
import { crossingPath, exampleLive } from "./example.fixture";
import { countLine, type LineCount, linesOf, lostFrames } from "./loss";

const [line] = linesOf(crossingPath);

function counted(views: readonly (readonly [number, number])[]): LineCount | null {
  return views.reduce<LineCount | null>(
    (count, [out, into]) => (line ? countLine(line, view(out, into), count) : null),
    null,
  );
}

function view(out: number, into: number): PathLiveView {
  const live = exampleLive(0);
  const figure: Record<string, number> = { "212:31:out": out, "116:31:in": into };
  return { ...live, points: live.points.map((point) => ({ ...point, frames: figure[point.id] ?? 0 })) };
}

describe("frames lost on a line", () => {
  it("are not known before three views", () => {
    const count = counted([
      [10, 4],
      [11, 5],
    ]);
    expect(count && lostFrames(count)).toBeNull();
  });

  it("do not include what was there before the page began to look", () => {
    const count = counted([
      [10, 4],
      [11, 5],
      [12, 6],
      [13, 7],
    ]);
    expect(count && lostFrames(count)).toBe(0);
  });

  it("do not include frames that one switch has reported and the other has not yet", () => {
    const count = counted([
      [10, 10],
      [15, 10],
      [20, 15],
      [20, 20],
    ]);
    expect(count && lostFrames(count)).toBe(0);
  });

  it("are what stays missing", () => {
    const count = counted([
      [10, 10],
      [15, 12],
      [20, 17],
      [25, 22],
    ]);
    expect(count && lostFrames(count)).toBe(3);
  });

  it("begin again when a rule was made anew", () => {
    const count = counted([
      [10, 10],
      [20, 20],
      [0, 21],
    ]);
    expect(count).toMatchObject({ sent: 0, arrived: 0, recent: [] });
  });
});
