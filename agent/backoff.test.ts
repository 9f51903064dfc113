import { expect, test } from "vitest";
import { backoff } from "./backoff";

test("waiting times double up to two seconds, and begin anew after a success", () => {
  const wait = backoff(() => 0.999_999);
  const rounded = () => Math.round(wait.next());
  expect([1, 2, 3, 4, 5, 6, 7].map(rounded)).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
  wait.reset();
  expect(rounded()).toBe(100);
});

test("half of each waiting time is left to chance", () => {
  expect(backoff(() => 0).next()).toBe(50);
});
