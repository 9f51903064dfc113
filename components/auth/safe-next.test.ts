import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next";

describe("the address after signing in", () => {
  it("is the page that asked for the session", () => {
    expect(safeNext("/extensions/ext_1?tab=path")).toBe("/extensions/ext_1?tab=path");
  });

  it.each([
    null,
    "",
    "https://elsewhere.example",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "javascript:alert(1)",
  ])("is the start page instead of %s", (next) => {
    expect(safeNext(next)).toBe("/");
  });
});
