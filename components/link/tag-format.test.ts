import { expect, test } from "vitest";
import { triangle } from "./link.fixture";
import { tag3Format, tag4Format } from "./tag-format";

test("tag 3 is a label or a Q tag as its link writes it", () => {
  expect(tag3Format(triangle(), "224")).toBe(0x8847);
  const q = triangle({ encapsulation: { kind: "q", name: "third Q tag", overhead: 4, longHaul: null } });
  expect(tag3Format(q, "224")).toBe(0x8100);
});

test("tag 4 is the tunnel's own number, or a label", () => {
  expect([tag4Format("vxlan"), tag4Format("nvgre"), tag4Format("mpls-gre")]).toEqual(["VXLAN", "NVGRE", 0x8847]);
});
