import fc from "fast-check";
import { expect, test } from "vitest";
import { choosePaths, type LinkEdge, otherEnd, wayKey, wayOf } from "./path-choice";

function link(code: string, aSwitchId: string, bSwitchId: string, cost = 10, latencyMicros = 1_000): LinkEdge {
  return { id: `link-${code}`, code, aSwitchId, bSwitchId, cost, latencyMicros, room: 9_000 };
}

/** FIG. 2 and 3: the triangle of lines, and two provider links. */
const FABRIC = [
  link("224", "124", "220"),
  link("226", "124", "222"),
  link("228", "220", "222"),
  link("306", "124", "220", 25),
  link("308", "222", "220", 25),
];

function codes(found: ReturnType<typeof choosePaths>): string[] {
  return found.map(({ links }) => links.map(({ code }) => code).join(" "));
}

test("the cheapest path comes first, then the detour through the third datacenter, then the provider", () => {
  expect(codes(choosePaths(FABRIC, { from: "124", to: "220" }))).toEqual(["224", "226 228", "306"]);
});

test("of two paths that cost the same the one that takes less time comes first", () => {
  const two = [link("slow", "1", "2", 10, 9_000), link("fast", "1", "2", 10, 2_000)];
  expect(codes(choosePaths(two, { from: "1", to: "2" }))).toEqual(["fast", "slow"]);
});

test("a path that cannot carry a full frame is left out where another can, and is all there is where none can", () => {
  const narrow = { ...link("narrow", "1", "2", 1), room: 1_499 };
  const ends = { from: "1", to: "2" };
  expect(codes(choosePaths([narrow, link("wide", "1", "2", 99)], ends))).toEqual(["wide"]);
  expect(codes(choosePaths([narrow], ends))).toEqual(["narrow"]);
});

test("a way names links to use and to avoid", () => {
  const ends = { from: "124", to: "220" };
  expect(codes(choosePaths(FABRIC, ends, { via: ["228"], avoid: [] }))[0]).toBe("226 228");
  expect(codes(choosePaths(FABRIC, ends, { via: [], avoid: ["224", "226"] }))).toEqual(["306"]);
  expect(choosePaths(FABRIC, ends, { via: ["224"], avoid: ["224"] })).toEqual([]);
});

const edges = fc.array(
  fc
    .record({ a: fc.nat(5), b: fc.nat(5), cost: fc.nat(40), latencyMicros: fc.nat(9_000) })
    .filter(({ a, b }) => a !== b),
  { maxLength: 10 },
);
const fabrics = edges.map((drawn) =>
  drawn.map(({ a, b, cost, latencyMicros }, index) => link(`${index}`, `s${a}`, `s${b}`, cost, latencyMicros)),
);

test("every path leads from one end to the other, passes no switch twice, and the list is in order", () => {
  fc.assert(
    fc.property(fabrics, (links) => {
      const found = choosePaths(links, { from: "s0", to: "s1" }, undefined, 100);
      for (const path of found) {
        const passed = ["s0"];
        for (const edge of path.links) passed.push(otherEnd(edge, passed.at(-1) ?? "") ?? "nowhere");
        expect(passed.at(-1)).toBe("s1");
        expect(new Set(passed).size).toBe(passed.length);
      }
      const costs = found.map(({ cost }) => cost);
      expect(costs).toEqual([...costs].sort((a, b) => a - b));
    }),
  );
});

test("the order in which links are given does not matter, and a path back is a path there", () => {
  fc.assert(
    fc.property(fabrics, (links) => {
      const there = codes(choosePaths(links, { from: "s0", to: "s1" }, undefined, 100));
      expect(codes(choosePaths([...links].reverse(), { from: "s0", to: "s1" }, undefined, 100))).toEqual(there);
      const back = choosePaths(links, { from: "s1", to: "s0" }, undefined, 100);
      expect(
        back
          .map(({ links }) =>
            [...links]
              .reverse()
              .map(({ code }) => code)
              .join(" "),
          )
          .sort(),
      ).toEqual([...there].sort());
    }),
  );
});

test("a way survives its key", () => {
  const code = fc.constantFrom("224", "226", "228", "306");
  fc.assert(
    fc.property(fc.uniqueArray(code), fc.uniqueArray(code), (via, avoid) => {
      const way = { via: [...via].sort(), avoid: [...avoid].sort() };
      expect(wayOf(wayKey(way))).toEqual(way);
    }),
  );
});
