import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alike } from "./alike";

describe("alike", () => {
  test("a value is like a copy of itself whose fields stand in another order", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(alike(value, reversed(value))).toBe(true);
      }),
    );
  });

  test("values are alike exactly when their texts are", () => {
    const small = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(alike(a, b)).toBe(sorted(a) === sorted(b));
      }),
    );
  });

  test("an undefined field is an absent one, and a field may have a likeness of its own", () => {
    expect(alike({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(alike({ a: undefined }, { b: 1 })).toBe(false);
    const near = (key: string, a: unknown, b: unknown) => key === "mtu" && Math.abs(Number(a) - Number(b)) < 2;
    expect(alike([{ mtu: 9 }], [{ mtu: 10 }], near)).toBe(true);
    expect(alike([{ vid: 9 }], [{ vid: 10 }], near)).toBe(false);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** 0 and -0 are one number in JSON. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (Object.is(inner, -0)) return "-0";
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
