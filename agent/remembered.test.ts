import { expect, test } from "vitest";
import { Remembered } from "./remembered";

test("the same text is made of once and gives the same object; a failure is not kept", () => {
  const remembered = new Remembered((text: string): unknown => JSON.parse(text));
  const first = remembered.of('{"a":1}');
  expect(remembered.of('{"a":1}')).toBe(first);
  expect(() => remembered.of("{")).toThrow();
  expect(remembered.of('{"a":1}')).toBe(first);
  expect(remembered.of('{"a":2}')).toEqual({ a: 2 });
});
