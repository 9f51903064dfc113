import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossingPath, localPath } from "./example.fixture";
import { GAP, layOut, MACHINE_WIDTH, PANEL_GAP } from "./layout";
import { headerOctets, stripOf } from "./strip";

describe("the octet strip", () => {
  it("puts a whole frame behind a label, as RFC 4448 does", () => {
    const line = crossingPath.legs[2];
    const blocks = stripOf(line?.stack ?? [], 8).map((block) => `${block.label}:${block.octets}`);
    expect(blocks).toEqual([
      "dst:6",
      "src:6",
      "type:2",
      "1104:4",
      "dst:6",
      "src:6",
      "2000:4",
      "200:4",
      "10:4",
      "type:2",
      "payload:8",
    ]);
  });

  it("counts octets from the first destination MAC without a gap", () => {
    for (const leg of crossingPath.legs) {
      const blocks = stripOf(leg.stack, 5);
      blocks.forEach((block, index) => {
        const before = blocks[index - 1];
        expect(block.from).toBe(before === undefined ? 0 : before.from + before.octets);
      });
    }
  });

  it("adds four octets for a tag and eighteen for a label with the frame's new header", () => {
    const [cable, inside, line] = crossingPath.legs.map((leg) => headerOctets(leg.stack));
    expect([cable, inside, line]).toEqual([18, 26, 44]);
  });
});

describe("the lane", () => {
  const lane = layOut(crossingPath, 1_180);

  it("fills the width it is given without running over it", () => {
    expect(lane.mode).toBe("lane");
    expect(lane.width).toBeLessThanOrEqual(1_180);
    expect(lane.width).toBeGreaterThan(1_170);
  });

  it("draws each strip to one scale inside its column", () => {
    for (const { blocks, width } of lane.legs) {
      const octets = blocks.reduce((sum, block) => sum + block.octets, 0);
      expect(octets * lane.scale).toBeLessThanOrEqual(width + 0.001);
    }
  });

  it("puts each datacenter's devices into its own panel and the line between them", () => {
    const [far, near] = lane.panels;
    const line = lane.legs[2];
    expect(lane.panels.map((panel) => panel.datacenter)).toEqual(["DC2", "DC1"]);
    expect(line?.x).toBeCloseTo((far?.x ?? 0) + (far?.width ?? 0) + PANEL_GAP);
    expect(near?.x).toBeCloseTo((line?.x ?? 0) + (line?.width ?? 0) + PANEL_GAP);
  });

  it("joins the wires of neighbours, so that a frame travels without a jump", () => {
    lane.legs.forEach((leg, index) => {
      const next = lane.legs[index + 1];
      if (next !== undefined) expect(leg.wireTo).toBeCloseTo(next.wireFrom);
    });
    expect(lane.legs[0]?.wireFrom).toBeCloseTo((lane.legs[0]?.x ?? 0) + MACHINE_WIDTH);
  });

  it("shows more of the payload where there is room for it", () => {
    const wide = layOut(localPath, 1_180);
    expect(wide.panels).toHaveLength(1);
    expect(wide.legs[0]?.blocks.at(-1)?.octets).toBeGreaterThan(8);
  });

  it("stacks the legs on a narrow screen, each strip as wide as it allows and none wider", () => {
    const narrow = layOut(crossingPath, 326);
    expect(narrow.mode).toBe("stacked");
    const widest = Math.max(...narrow.legs.map((leg) => leg.width));
    expect(widest).toBeLessThan(326);
    expect(widest).toBeGreaterThan(290);
  });

  it("never overlaps columns, at any width", () => {
    fc.assert(
      fc.property(fc.integer({ min: 240, max: 3_000 }), fc.constantFrom(crossingPath, localPath), (width, path) => {
        const laid = layOut(path, width);
        if (laid.mode === "stacked") return laid.legs.every((leg) => leg.width <= width + 0.001);
        return (
          laid.width <= width + 0.001 &&
          laid.legs.every((leg, index) => {
            const next = laid.legs[index + 1];
            return next === undefined || leg.x + leg.width + Math.min(GAP, PANEL_GAP) <= next.x + 0.001;
          })
        );
      }),
    );
  });
});
