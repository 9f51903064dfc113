import { expect, test } from "vitest";
import type { PathEndView } from "@/server/services/link/view";
import { somePseudowire } from "./link.fixture";
import { pathUse } from "./path-use";

const UNKNOWN: PathEndView = { state: "unknown", active: false, since: null };

function twoPaths(atA: readonly PathEndView[], atB: readonly PathEndView[]) {
  const view = somePseudowire([["224"], ["226", "228"]]);
  const paths = view.paths.map((path, rank) => ({ ...path, atA: atA[rank] ?? UNKNOWN, atB: atB[rank] ?? UNKNOWN }));
  return pathUse({ ...view, paths });
}

const UP: PathEndView = { state: "up", active: false, since: 1 };
const IN_USE: PathEndView = { ...UP, active: true };
const DOWN: PathEndView = { ...UP, state: "down" };

test("the best path in use at both ends is live", () => {
  expect(twoPaths([IN_USE, UP], [IN_USE, UP])).toEqual({ shape: "live", words: "both ends send by path 1" });
});

test("a spare in use is no fault, but is not as it should be", () => {
  expect(twoPaths([DOWN, IN_USE], [DOWN, IN_USE])).toEqual({ shape: "degraded", words: "both ends send by path 2" });
});

test("ends that send by different paths are told apart", () => {
  expect(twoPaths([IN_USE, UP], [UP, IN_USE]).words).toBe("DC1 sends by path 1, DC2 sends by path 2");
});

test("an end that nobody heard of is not guessed", () => {
  expect(twoPaths([IN_USE, UP], []).words).toBe("DC1 sends by path 1, DC2: not known");
  expect(twoPaths([], []).words).toBe("not known which path is in use");
});

test("a path in use that is down, and a pseudowire without paths, are failed", () => {
  const down = { ...IN_USE, state: "down" as const };
  expect(twoPaths([down], [down]).shape).toBe("failed");
  expect(pathUse(somePseudowire([]))).toEqual({ shape: "failed", words: "no path: nothing crosses" });
});

test("what a silent agent said last is told as that", () => {
  const use = pathUse(somePseudowire([["224"]]), true);
  expect(use).toEqual({ shape: "degraded", words: "both ends send by path 1, when last heard" });
});
