import { describe, expect, it } from "vitest";
import { crossingPath, exampleLive, frontPath, transitPath, tunnelPath } from "./example.fixture";
import { readPath } from "./reading";
import { sentencesOf } from "./sentences";

describe("the path as text", () => {
  const said = sentencesOf(crossingPath, readPath(crossingPath, exampleLive(1_204), 0));

  it("names each leg with its stack and each switch with what it does", () => {
    expect(said).toHaveLength(7);
    expect(said[0]).toBe("202 to switch 212 port 1: Q 10. Frames pass now; 1\u202f204 frames 212 port 1 in, 1/s.");
    expect(said[1]).toContain("pushes C 200 at port 1, pushes S 2000 at port 1, pushes D 1104 at port 31");
    expect(said[3]).toContain("D 1104, S 2000, C 200, Q 10");
  });

  it("says what is predicted and not yet observed", () => {
    expect(sentencesOf(crossingPath, readPath(crossingPath, null, 0))[0]).toContain("Predicted; no reading.");
  });

  it("says what carries a line's frames and what it leaves for the client", () => {
    expect(said[3]).toContain("Line 224: D 1104, S 2000, C 200, Q 10, by VPLS label. MTU 9100 leaves 9070 octets. ");
  });

  it("names the provider, tag 4 and the leg that limits the way", () => {
    const over = sentencesOf(tunnelPath, readPath(tunnelPath, null, 0));
    expect(over.join("\n")).toContain(
      "Provider link 306, switch 124 to the provider: P 306000, D 1204, S 100, C 200, Q 10, by VXLAN. " +
        "MTU 1540 leaves 1474 octets, the least on the way. Predicted; no reading.\n" +
        "The provider of link 306 routes the packet whole.",
    );
  });

  it("says that a switch in front takes the customer tag alone", () => {
    expect(sentencesOf(frontPath, readPath(frontPath, null, 0)).slice(-4)).toEqual([
      "Cable from switch 116 to 117: C 200, Q 10. MTU 9000 leaves 8992 octets. Predicted; no reading.",
      "Switch 117 in DC1 takes it in at port 31, passes it on by the customer tag alone and sends it out at port 1; it pops C 200 at port 1.",
      "Through switch 117, which knows the customer tag alone: C 200, Q 10. Predicted; no reading.",
      "Switch 117 port 1 to 102D: Q 10. Predicted; no reading.",
    ]);
  });

  it("says that a transit switch keeps tag 3", () => {
    const through = sentencesOf(transitPath, readPath(transitPath, null, 0)).join("\n");
    expect(through).toContain(
      "Switch 222 in DC3 takes it in at port 31, passes it on by tag 3 alone and sends it out at port 32; it keeps D 1204 at port 32.",
    );
  });
});
