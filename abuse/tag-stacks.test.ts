import { expect, test } from "vitest";
import { tagOctets } from "./frame";
import { tagStacks } from "./tag-stacks";

test("every stack up to the depth is there once, the empty one too", () => {
  const stacks = [...tagStacks([0, 7], 3)].map(tagOctets);
  expect(stacks).toHaveLength(1 + 6 + 36 + 216);
  expect(new Set(stacks).size).toBe(stacks.length);
  expect(stacks).toContain("");
  expect(stacks).toContain("88a800078100000091000007");
});
