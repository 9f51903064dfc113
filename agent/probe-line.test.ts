import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseProbeLine } from "./probe-line";
import type { ProbeRound } from "./protocol";

const count = fc.integer({ min: 0, max: 100 });
const rounds: fc.Arbitrary<ProbeRound> = fc.record({
  id: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
  at: fc.integer({ min: 0, max: 2 ** 45 }),
  sent: fc.integer({ min: 1, max: 100 }),
  arrived: count,
  returned: count,
  roundTrip: fc.option(fc.record({ least: count, median: count, most: count }), { nil: null }),
});

/** As the program writes it. */
function said({ id, at, sent, arrived, returned, roundTrip }: ProbeRound): string {
  const times = roundTrip === null ? [] : [roundTrip.least, roundTrip.median, roundTrip.most];
  return ["round", id, at, sent, arrived, returned, ...times].join(" ");
}

describe("a line of the probe program", () => {
  test("is read as the round that it tells", () => {
    fc.assert(
      fc.property(rounds, (round) => {
        expect(parseProbeLine(said(round))).toEqual(round);
      }),
    );
  });

  test("says once that the program listens", () => {
    expect(parseProbeLine("listening")).toBe("listening");
  });

  test.each([
    "",
    "round",
    "round a 1 2 3",
    "round a 1 0 0 0",
    "round a 1 5 5 5 1",
    "up p-1",
    "round a 1 5 5 5 1 2 3 4",
  ])("that it never says is refused: %s", (line) => {
    expect(() => parseProbeLine(line)).toThrow("something unknown");
  });
});
