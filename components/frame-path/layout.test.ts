import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossingPath, localPath, transitPath, trunkedPath, tunnelPath } from "./example.fixture";
import { layOut } from "./layout";
import { GAP, MACHINE_WIDTH, PANEL_GAP } from "./layout-rows";
import { headerOctets, linesOfStrip, stripOf } from "./strip";

const PATHS = [crossingPath, localPath, trunkedPath, transitPath, tunnelPath];

function said(stack: Parameters<typeof stripOf>[0]): string[] {
  return linesOfStrip(stripOf(stack, 8)).map((line) => line.map((one) => `${one.label}:${one.octets}`).join(" "));
}

describe("the octet strip", () => {
  it("puts a whole frame behind a label, as RFC 4448 does", () => {
    expect(said(crossingPath.legs[2]?.stack ?? [])).toEqual([
      "dst:6 src:6 type:2 1104:4 dst:6 src:6 2000:4 200:4 10:4 type:2 payload:8",
    ]);
  });

  it("puts a frame in a tunnel under what carries it, 50 octets of VXLAN over IPv4", () => {
    const tunnel = tunnelPath.legs.find((leg) => leg.kind === "provider");
    expect(said(tunnel?.stack ?? [])).toEqual([
      "dst:6 src:6 type:2 IPv4:20 UDP:8 VXLAN:4 306000:4",
      "dst:6 src:6 1204:4 100:4 200:4 10:4 type:2 payload:8",
    ]);
  });

  it("counts octets from the first destination MAC without a gap", () => {
    for (const leg of PATHS.flatMap((path) => path.legs)) {
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
  const [row] = lane.rows;

  it("fills the width it is given without running over it", () => {
    expect(lane.mode).toBe("lane");
    expect(lane.rows).toHaveLength(1);
    expect(lane.width).toBeLessThanOrEqual(1_180);
    expect(lane.width).toBeGreaterThan(1_170);
  });

  it("draws each line of a strip to one scale inside its column", () => {
    for (const path of PATHS) {
      const { legs, scale } = layOut(path, 1_180);
      for (const { blocks, width } of legs) {
        for (const line of linesOfStrip(blocks)) {
          const octets = line.reduce((sum, block) => sum + block.octets, 0);
          expect(octets * scale).toBeLessThanOrEqual(width + 0.001);
        }
      }
    }
  });

  it("puts each datacenter's devices into its own panel and the line between them", () => {
    const [far, near] = row?.panels ?? [];
    const line = lane.legs[2];
    expect(row?.panels.map((panel) => panel.datacenter)).toEqual(["DC2", "DC1"]);
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
    expect(wide.rows[0]?.panels).toHaveLength(1);
    expect(wide.legs[0]?.blocks.at(-1)?.octets).toBeGreaterThan(8);
  });

  it("goes on in the next row where a path is too long, and breaks only between datacenters", () => {
    const rows = layOut(trunkedPath, 1_180).rows;
    expect(rows.map((one) => one.legs.map(({ leg }) => leg.id))).toEqual([
      ["rack-cable", "inside-116", "trunk-T1", "inside-124", "line-224"],
      ["inside-220", "trunk-T2", "inside-212", "resource-cable"],
    ]);
    expect(rows.map((one) => one.stubs.map(({ legId, side }) => `${legId} ${side}`))).toEqual([
      ["line-224 out"],
      ["line-224 in"],
    ]);
  });

  it("stands a provider's network between the two legs of its link", () => {
    const rows = layOut(tunnelPath, 1_180).rows;
    const [first, second] = rows;
    expect(first?.providers.map(({ hop }) => hop.code)).toEqual(["306"]);
    expect(first?.legs.at(-1)?.wireTo).toBe(first?.providers[0]?.x);
    expect(first?.stubs.map(({ legId }) => legId)).toEqual(["link-306-220"]);
    expect(second?.legs[0]?.leg.id).toBe("link-306-220");
  });

  it("stacks the legs on a narrow screen, each strip as wide as it allows and none wider", () => {
    for (const path of PATHS) {
      const narrow = layOut(path, 326);
      expect(narrow.mode).toBe("stacked");
      const widest = Math.max(...narrow.legs.map((leg) => leg.width));
      expect(widest).toBeLessThan(326);
      expect(widest).toBeGreaterThan(250);
    }
  });

  it("holds every leg once and never overlaps columns, at any width", () => {
    fc.assert(
      fc.property(fc.integer({ min: 240, max: 3_000 }), fc.constantFrom(...PATHS), (width, path) => {
        const laid = layOut(path, width);
        expect(laid.legs.map(({ leg }) => leg.id)).toEqual(path.legs.map((leg) => leg.id));
        if (laid.mode === "stacked") return laid.legs.every((leg) => leg.width <= width + 0.001);
        const isApart = (legs: typeof laid.legs) =>
          legs.every((leg, index) => {
            const next = legs[index + 1];
            return next === undefined || leg.x + leg.width + Math.min(GAP, PANEL_GAP) <= next.x + 0.001;
          });
        return laid.width <= width + 0.001 && laid.rows.every((one) => isApart(one.legs));
      }),
    );
  });
});
