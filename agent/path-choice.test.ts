import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decided,
  FIRST_WAIT_MS,
  type Heard,
  HOLD_MS,
  holdOf,
  leavingBy,
  NO_PATHS,
  nextLook,
  type PathChoice,
  WAIT_MS,
  withHeard,
  withNothingHeard,
  withPaths,
} from "./path-choice";
import { type DatacenterTag, datacenterTag } from "./protocol";

const begun = (now = 0, tags: readonly DatacenterTag[] = TAGS) => decided(withPaths(NO_PATHS, tags, now), now);

const TAGS = [1204, 1206, 1208].map((tag) => datacenterTag.parse(tag));
const tagOf = (index: number): DatacenterTag => TAGS[index] ?? datacenterTag.parse(4094);
const up = (index: number): Heard => ({ tagOut: tagOf(index), state: "up" });
const down = (index: number): Heard => ({ tagOut: tagOf(index), state: "down", cause: "silent" });

/** Things that happen to a pseudowire, each so many ms after the one before. */
type Step = readonly [after: number, heard: Heard | "deaf" | "look"];

function stepped(choice: PathChoice, heard: Step[1], now: number): PathChoice {
  if (heard === "look") return choice;
  return heard === "deaf" ? withNothingHeard(choice, now) : withHeard(choice, heard, now);
}

/** What frames leave by after each step, as indexes of TAGS. */
function run(steps: readonly Step[], count = 3) {
  let now = 0;
  let choice: PathChoice = begun(now, TAGS.slice(0, count));
  return steps.map(([after, heard]) => {
    now += after;
    choice = decided(stepped(choice, heard, now), now);
    return choice.chosen === null ? null : TAGS.indexOf(choice.chosen);
  });
}

describe("the path of a pseudowire", () => {
  test("is the best one before anything was heard, and none when there are none", () => {
    expect(begun().chosen).toBe(TAGS[0]);
    expect(begun(0, []).chosen).toBeNull();
  });

  test("is left at once when it falls, for the first that is up", () => {
    const all: Step[] = [0, 1, 2].map((index) => [10, up(index)]);
    expect(run([...all, [5_000, down(0)], [1, down(1)], [1, down(2)]])).toEqual([0, 0, 0, 1, 2, 2]);
  });

  test("is waited for at the beginning, while others are up already", () => {
    expect(
      run([
        [10, up(1)],
        [FIRST_WAIT_MS - 1, "look"],
        [1, "look"],
      ]),
    ).toEqual([0, 0, 1]);
  });

  test("stays when it comes up later than the others, within the hold time", () => {
    expect(
      run([
        [10, up(1)],
        [500, up(0)],
        [60_000, "look"],
      ]),
    ).toEqual([0, 0, 0]);
  });

  test("stays where it is when no path is up", () => {
    expect(
      run([
        [10, up(0)],
        [10, up(1)],
        [5_000, down(0)],
        [10, down(1)],
        [60_000, "look"],
        [10, "deaf"],
        [60_000, "look"],
      ]),
    ).toEqual([0, 0, 1, 1, 1, 1, 1]);
  });

  test("stays when everything falls silent at once: then it is the far end, not the paths", () => {
    const before = [up(0), up(1)].reduce((choice, heard) => withHeard(choice, heard, 0), begun());
    const fallen = [down(0), down(1)].reduce((choice, heard) => withHeard(choice, heard, 9_000), before);
    expect(decided(fallen, 9_000).chosen).toBe(TAGS[0]);
  });

  test("stays when everything comes up again, however near one after the other", () => {
    const silent: Step[] = [
      [10, up(0)],
      [10, up(1)],
      [9_000, down(0)],
      [0, down(1)],
    ];
    const before = run(silent).at(-1) ?? 0;
    expect(before).toBe(1);
    expect(run([...silent, [900, up(0)], [WAIT_MS - 1, up(1)], [60_000, down(0)]]).slice(-3)).toEqual([1, 1, 1]);
    expect(run([...silent, [900, up(0)], [WAIT_MS - 1, "look"], [1, "look"]]).slice(-3)).toEqual([1, 1, 0]);
  });

  test("is the better one again when that has been up for the hold time", () => {
    expect(
      run([
        [10, up(0)],
        [10, up(1)],
        [70_000, down(0)],
        [300, up(0)],
        [HOLD_MS - 1, "look"],
        [1, "look"],
      ]),
    ).toEqual([0, 0, 1, 1, 1, 0]);
  });

  test("is one that has just come up, if no other one is up", () => {
    expect(
      run([
        [10, up(0)],
        [10, up(1)],
        [70_000, down(0)],
        [300, up(0)],
        [10, down(1)],
      ]),
    ).toEqual([0, 0, 1, 1, 0]);
  });

  test("follows its own tag when the order of the paths changes, and another one when it is taken away", () => {
    const [first, second, third] = [tagOf(0), tagOf(1), tagOf(2)];
    const before = [up(0), up(1)].reduce((choice, heard) => withHeard(choice, heard, 0), begun());
    const chosenOf = (...tags: DatacenterTag[]) => decided(withPaths(before, tags, 1), 1).chosen;
    expect(chosenOf(third, first, second)).toBe(first);
    expect(chosenOf(third, second)).toBe(second);
    expect(chosenOf(third)).toBe(third);
  });

  test("is the one that the kernel was found to send by, until others are known to be up", () => {
    const found = leavingBy(begun(), tagOf(1));
    expect(decided(found, 1).chosen).toBe(tagOf(1));
    expect(leavingBy(found, datacenterTag.parse(4000)).chosen).toBe(tagOf(1));
  });
});

describe("the hold time", () => {
  test("doubles from 2 s with each fall up to 60 s", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 40].map(holdOf)).toEqual([
      2_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  /** Path 0 falls after so many ms, once before and once now; path 1 is up or not. */
  function fallsAfter(ms: number, ...others: Heard[]) {
    const given: [number, Heard][] = [
      [0, up(0)],
      [0, up(1)],
      [1_000, down(0)],
      [2_000, up(0)],
    ];
    const before = given.reduce((choice, [at, heard]) => decided(withHeard(choice, heard, at), at), begun());
    const now = 2_000 + ms;
    const after = [down(0), ...others].reduce((choice, heard) => withHeard(choice, heard, now), before);
    return decided(after, now).paths[0]?.falls;
  }

  test("begins anew when the path was in use for a minute", () => {
    expect(fallsAfter(HOLD_MS + 59_999)).toBe(2);
    expect(fallsAfter(HOLD_MS + 60_000)).toBe(1);
  });

  test("does not grow when all paths fall at once", () => {
    expect(fallsAfter(5_000, down(1))).toBe(1);
  });
});

const indexes = fc.nat({ max: 2 });
const heards: fc.Arbitrary<Step[1]> = fc.oneof(
  { weight: 4, arbitrary: indexes.map(up) },
  { weight: 4, arbitrary: indexes.map(down) },
  { weight: 1, arbitrary: fc.constant("look" as const) },
  { weight: 1, arbitrary: fc.constant("deaf" as const) },
);
const steps = fc.array(
  fc.tuple(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 5_000 }), fc.nat({ max: 90_000 })), heards),
  { maxLength: 60 },
);

/** The choice after each step, with the looks that it asked for in between. */
function history(given: readonly Step[]) {
  const seen: { now: number; before: PathChoice; after: PathChoice }[] = [];
  let now = 0;
  let choice = begun();
  const move = (at: number, after: PathChoice) => {
    seen.push({ now: at, before: choice, after });
    [now, choice] = [at, after];
  };
  for (const [after, heard] of given) {
    const due = now + after;
    for (let at = nextLook(choice, now); at !== null && at <= due; at = nextLook(choice, now)) {
      move(at, decided(choice, at));
    }
    move(due, decided(stepped(choice, heard, due), due));
  }
  return seen;
}

describe("whatever happens", () => {
  test("frames leave by a path that is up if one is, but for a short wait when others come up before the chosen one", () => {
    fc.assert(
      fc.property(steps, (given) => {
        for (const { now, after } of history(given)) {
          const chosen = after.paths.find(({ tagOut }) => tagOut === after.chosen);
          const others = after.paths.filter(({ state }) => state === "up").map(({ changedAt }) => changedAt);
          const upFor = now - Math.min(now, ...others);
          const isAwaited = upFor < (chosen?.state === "unheard" ? FIRST_WAIT_MS : WAIT_MS);
          expect(chosen?.state === "up" || others.length === 0 || isAwaited).toBe(true);
        }
      }),
    );
  });

  test("a path that falls while another is up already is left at once", () => {
    fc.assert(
      fc.property(steps, (given) => {
        for (const { before, after } of history(given)) {
          const [was, is] = [before, after].map(({ paths }) => paths.find(({ tagOut }) => tagOut === before.chosen));
          const wasUp = before.paths.filter(({ state }) => state === "up").map(({ tagOut }) => tagOut);
          const isUp = after.paths.some(({ tagOut, state }) => state === "up" && wasUp.includes(tagOut));
          if (was?.state === "up" && is?.state === "down" && isUp) expect(after.chosen).not.toBe(before.chosen);
        }
      }),
    );
  });

  test("once its hold time is over, the first path that is up is the one", () => {
    fc.assert(
      fc.property(steps, (given) => {
        for (const { now, after } of history([...given, [200_000, "look"]]).slice(-1)) {
          const best = after.paths.find(({ state }) => state === "up");
          expect(after.chosen).toBe(best?.tagOut ?? after.chosen);
          expect(nextLook(after, now)).toBeNull();
        }
      }),
    );
  });

  test("nothing changes without something heard or a hold time that is over", () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 100_000 }), (given, later) => {
        for (const { now, after } of history(given)) {
          const next = nextLook(after, now) ?? Number.POSITIVE_INFINITY;
          expect(decided(after, Math.min(now + later, next - 1))).toEqual(after);
        }
      }),
    );
  });

  test("the path in use is left for a better one only after that one's hold time", () => {
    fc.assert(
      fc.property(steps, (given) => {
        for (const { now, before, after } of history(given)) {
          const [from, to] = [before.chosen, after.chosen].map((tag) =>
            after.paths.findIndex(({ tagOut }) => tagOut === tag),
          );
          const [left, taken] = [after.paths[from ?? 0], after.paths[to ?? 0]];
          if (from === undefined || to === undefined || to >= from || left?.state !== "up") continue;
          expect(now - (taken?.changedAt ?? now)).toBeGreaterThanOrEqual(holdOf(taken?.falls ?? 0));
        }
      }),
    );
  });
});

const HOUR_MS = 3_600_000;
const changesIn = (given: readonly Step[]) =>
  history(given).filter(({ before, after }) => before.chosen !== after.chosen).length;

describe("a path that flaps for an hour beside one that is up", () => {
  test("once a second is left once and not returned to", () => {
    const flaps = Array.from({ length: HOUR_MS / 500 }, (_, index): Step => [500, index % 2 === 0 ? down(0) : up(0)]);
    expect(changesIn([[0, up(0)], [0, up(1)], ...flaps])).toBe(1);
  });

  test("in whatever rhythm is returned to three times a minute at most", () => {
    const rhythm = fc.array(fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 70_000 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(rhythm, (pauses) => {
        const flaps: Step[] = [];
        for (let at = 0, count = 0; at < HOUR_MS && count < 20_000; count += 1) {
          const pause = pauses[count % pauses.length] ?? 1;
          flaps.push([pause, count % 2 === 0 ? down(0) : up(0)]);
          at += pause;
        }
        expect(changesIn([[0, up(0)], [0, up(1)], ...flaps])).toBeLessThanOrEqual(2 * 3 * 60);
      }),
      { numRuns: 30 },
    );
  });

  test("as badly as can be, falling as soon as it is returned to, is returned to 64 times", () => {
    const worst: Step[] = [];
    for (let at = 0, falls = 1; at < HOUR_MS; falls += 1) {
      worst.push([1, down(0)], [1, up(0)], [holdOf(falls), "look"]);
      at += 2 + holdOf(falls);
    }
    expect(changesIn([[0, up(0)], [0, up(1)], ...worst])).toBe(2 * 64);
  });
});
