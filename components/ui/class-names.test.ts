import { expect, it } from "vitest";
import { classNames } from "./class-names";

it("keeps our own text size beside a text colour", () => {
  expect(classNames("text-table text-ink-2", false, "text-ink")).toBe("text-table text-ink");
});

it("lets the later of two sizes win", () => {
  expect(classNames("text-table", "text-xs")).toBe("text-xs");
});
