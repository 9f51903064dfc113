import { describe, expect, it } from "vitest";
import { crossingPath, exampleLive } from "./example.fixture";
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
});
