import { expect, test } from "vitest";
import { holdingOf, standingWords } from "./standing";

test("a kept rule is in force only when every kernel of the VLAN has read it back", () => {
  const word = (...states: ("allocated" | "configured" | "live" | "released")[]) =>
    standingWords("kept", holdingOf(states.map((state) => ({ state })))).word;
  expect(word("configured", "live")).toBe("in force");
  expect(word("live", "allocated")).toBe("being set");
  expect(word("released")).toBe("no switch has the VLAN");
  expect(word()).toBe("no switch has the VLAN");
});

test("what is not applied says so, whatever the switches hold", () => {
  expect(standingWords("new", "held").word).toBe("new, not applied");
  expect(standingWords("changed", "being set").word).toBe("changed, not applied");
});

test("a kept rule whose copies have nowhere to go is on no switch; a changed one is not applied first of all", () => {
  expect(standingWords("kept", "held", true).word).toBe("copies nothing");
  expect(standingWords("changed", "held", true).word).toBe("changed, not applied");
});
