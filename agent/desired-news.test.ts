import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { desiredStates } from "./arbitrary-states";
import { newsOf } from "./desired-news";
import {
  applyChange,
  type DesiredChange,
  type DesiredState,
  desiredHash,
  desiredPort,
  NOTHING_DESIRED,
} from "./protocol";

const EMPTY: DesiredState = {
  number: 4,
  hash: desiredHash(NOTHING_DESIRED),
  ports: [],
  links: [],
  transits: [],
  entries: [],
};
const NO_DROP: DesiredChange["drop"] = { ports: [], links: [], transits: [], entries: [] };
const port = (number: number) => desiredPort.parse({ number, kind: "client" });

/** A change that opens one more port after `before`. */
function opens(before: DesiredState, number: number): DesiredChange {
  const set: DesiredChange["set"] = { ports: [port(number)], links: [], transits: [], entries: [] };
  const draft = { number: before.number + 1, hash: "", set, drop: NO_DROP };
  return { ...draft, hash: desiredHash(applyChange(before, draft)) };
}

const first = opens(EMPTY, 1);
const second = opens(applyChange(EMPTY, first), 2);

describe("news of the desired state", () => {
  test("changes that follow are followed", () => {
    const news = newsOf(EMPTY, { kind: "changes", changes: [first, second] });
    expect(news).toMatchObject({ kind: "state", state: { number: 6, ports: [port(1), port(2)] } });
  });

  test("a change that replaces and drops is believed by the hash of the whole state after it, and by no other", () => {
    fc.assert(
      fc.property(desiredStates, desiredStates, fc.integer({ min: 0, max: 50 }), (before, other, gone) => {
        const drop = { ...NO_DROP, entries: before.entries.slice(gone).map(({ key }) => key) };
        const { ports, links, transits, entries } = other;
        const draft = { number: before.number + 1, hash: "", set: { ports, links, transits, entries }, drop };
        const change = { ...draft, hash: desiredHash(applyChange(before, draft)) };
        const news = newsOf(before, { kind: "changes", changes: [change] });
        expect(news).toEqual({ kind: "state", state: applyChange(before, change) });
        const wrong = { ...change, hash: "0".repeat(64) };
        expect(newsOf(before, { kind: "changes", changes: [wrong] }).kind).toBe("lost");
      }),
    );
  });

  test.each([
    ["a gap", EMPTY, [second]],
    ["changes before any state", null, [first]],
    ["a hash that does not fit", EMPTY, [{ ...first, hash: second.hash }]],
  ])("%s makes the agent ask for the whole state", (_, current, changes) => {
    expect(newsOf(current, { kind: "changes", changes }).kind).toBe("lost");
  });

  test("a whole state is taken only when its hash fits", () => {
    expect(newsOf(null, { kind: "state", state: EMPTY })).toEqual({ kind: "state", state: EMPTY });
    expect(newsOf(null, { kind: "state", state: { ...EMPTY, hash: first.hash } }).kind).toBe("lost");
  });

  test("no news is none", () => {
    expect(newsOf(EMPTY, { kind: "unchanged" })).toEqual({ kind: "none" });
  });
});
