import { expect, test } from "vitest";
import { readName } from "./name";

test.each([
  ["  plant floor ", "plant floor"],
  ["Größe 日本 🏭", "Größe 日本 🏭"],
  ["e\u0301", "\u00e9"],
  ["🏭".repeat(60), "🏭".repeat(60)],
])("%j is read as %j", (text, name) => {
  expect(readName(text)).toEqual({ ok: true, value: name });
});

test.each([
  ["", "A name is missing"],
  [" \n ", "A name is missing"],
  ["x".repeat(61), "has 61 characters; at most 60 fit"],
  ["a\nb", "control character"],
  ["a\u0000b", "control character"],
  ["a\u202eb", "control character"],
  ["a\ud800b", "control character"],
])("%j is refused: %s", (text, reason) => {
  const read = readName(text);
  expect(read.ok ? "" : read.problem).toContain(reason);
});
