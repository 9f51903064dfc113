import { expect, test } from "vitest";
import { copyTargetsOf } from "./use-copy-targets";

const reaching = (
  id: string,
  state: "live" | "allocated" | "released" | "awaiting_approval",
  directLink: string | null,
) => ({
  state,
  resource: { id, name: `name of ${id}`, directLink },
});

test("copies may go where an attached extension leads over switches; all others are named only", () => {
  const { names, offered } = copyTargetsOf([
    reaching("live", "live", null),
    reaching("new", "allocated", null),
    reaching("waiting", "awaiting_approval", null),
    reaching("gone", "released", null),
    reaching("cabled", "live", "112"),
  ]);
  expect([...offered]).toEqual([
    ["live", "name of live"],
    ["new", "name of new"],
  ]);
  expect([...names.keys()]).toEqual(["live", "new", "waiting", "gone", "cabled"]);
});

test("what was released and ordered again is offered once", () => {
  const { offered } = copyTargetsOf([reaching("a", "released", null), reaching("a", "live", null)]);
  expect([...offered.keys()]).toEqual(["a"]);
});
