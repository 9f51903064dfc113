import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrast, tokensOf } from "./contrast";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const SURFACES = ["canvas", "surface", "sunken"];
const TAGS = ["q", "c", "s", "d"];
const STATES = ["live", "configured", "pending", "degraded", "failed", "released"];

/** Text needs 4.5:1, shapes 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). */
const TEXT: readonly (readonly [string, string])[] = [
  ...["ink", "ink-2", "ink-3", "accent", "danger"].flatMap((ink) => SURFACES.map((on) => [ink, on] as const)),
  ...["ink", "ink-2", "ink-3"].map((ink) => [ink, "hover"] as const),
  ["on-accent", "accent"],
  ["on-danger", "danger"],
  ["danger", "danger-soft"],
  ["warn-ink", "warn-soft"],
  ["ink", "accent-soft"],
  ...TAGS.map((tag) => [`tag-${tag}-on`, `tag-${tag}`] as const),
  ...TAGS.map((tag) => [`tag-${tag}-ink`, `tag-${tag}-soft`] as const),
  ["octets-ink", "octets-address"],
  ["octets-ink", "octets-type"],
  ["octets-ink", "octets-payload"],
];
const SHAPES: readonly (readonly [string, string])[] = [
  ...STATES.flatMap((state) => SURFACES.map((on) => [`state-${state}`, on] as const)),
  ...TAGS.map((tag) => [`tag-${tag}`, "surface"] as const),
  ...SURFACES.map((on) => ["line-strong", on] as const),
  ["accent", "surface"],
];

describe("contrast", () => {
  it("of black on white is 21", () => {
    expect(contrast({ l: 0, c: 0, h: 0 }, { l: 1, c: 0, h: 0 })).toBeCloseTo(21, 2);
  });

  for (const [theme, selector] of [
    ["light", ":root"],
    ["dark", '[data-theme="dark"]'],
  ] as const) {
    const tokens = tokensOf(css, selector);
    const ratio = (one: string, other: string) => {
      const [a, b] = [tokens.get(one), tokens.get(other)];
      if (a === undefined || b === undefined)
        throw new Error(`No token --${a === undefined ? one : other} in ${theme}.`);
      return contrast(a, b);
    };

    it.each(TEXT)(`of ${theme} text %s on %s is at least 4.5`, (ink, on) => {
      expect(ratio(ink, on)).toBeGreaterThanOrEqual(4.5);
    });

    it.each(SHAPES)(`of ${theme} shape %s on %s is at least 3`, (shape, on) => {
      expect(ratio(shape, on)).toBeGreaterThanOrEqual(3);
    });
  }
});
