import { expect, test } from "vitest";
import { rule } from "./rule.fixture";
import { emptyRule, ruleDraftOf } from "./rule-draft";
import { changesOf, changesText, isChanged, moved, put, sameRules, standingOf, without } from "./rule-list";

const KEPT = ["a", "b", "c"].map((id) => rule({ id, name: id }));
const LIST = KEPT.map(ruleDraftOf);
const keysOf = (rules: readonly { key: string }[]) => rules.map(({ key }) => key).join("");

test("a rule moves one place and stops at the ends", () => {
  expect(keysOf(moved(LIST, "b", -1))).toBe("bac");
  expect(keysOf(moved(LIST, "b", 1))).toBe("acb");
  expect(keysOf(moved(LIST, "a", -1))).toBe("abc");
  expect(keysOf(moved(LIST, "c", 1))).toBe("abc");
});

test("a new rule comes last, a changed one keeps its place", () => {
  const changed = { ...ruleDraftOf(rule({ id: "b" })), name: "other" };
  expect(put(LIST, changed).map(({ name }) => name)).toEqual(["a", "other", "c"]);
  expect(keysOf(put(LIST, emptyRule("new")))).toBe("abcnew");
});

test("an untouched list changes nothing, however its fields are ordered", () => {
  const [first] = LIST;
  const typedAgain = { ...emptyRule("a"), ...first, destinationPort: " 23 " };
  expect(standingOf(typedAgain, KEPT)).toBe("kept");
  expect(isChanged(changesOf(LIST, KEPT))).toBe(false);
});

test("what applying would do is counted", () => {
  const edited = put(without(moved(LIST, "c", -1), "a"), { ...ruleDraftOf(rule({ id: "b", name: "b" })), name: "B" });
  const changes = changesOf([...edited, emptyRule("new")], KEPT);
  expect(changes).toEqual({ added: 1, changed: 1, removed: 1, reordered: true });
  expect(changesText(changes)).toBe("1 new, 1 changed, 1 deleted, another order");
});

test("a deletion alone is no other order", () => {
  expect(changesText(changesOf(without(LIST, "b"), KEPT))).toBe("1 deleted");
});

test("rules that only counted more frames are the same rules", () => {
  expect(
    sameRules(
      KEPT,
      KEPT.map((one) => ({ ...one, hits: 7, dropped: 7 })),
    ),
  ).toBe(true);
  expect(sameRules(KEPT, KEPT.toReversed())).toBe(false);
});
