import fc from "fast-check";
import { expect, test } from "vitest";
import { portNumber } from "@/agent/protocol";
import { type TrunkEdge, trunkWay } from "./trunk-way";

function cable(code: string, a: string, b: string): TrunkEdge {
  const end = (switchId: string) => ({ switchId, portId: `${code} at ${switchId}`, number: portNumber.parse(1) });
  return { id: code, code, a: end(a), b: end(b) };
}

function codes(way: ReturnType<typeof trunkWay>): string[] | null {
  return way?.map(({ code }) => code) ?? null;
}

test("the way with the fewest trunks is taken, whichever end of a cable is called a", () => {
  const trunks = [cable("T1", "116", "124"), cable("T2", "125", "124"), cable("T3", "116", "125")];
  expect(codes(trunkWay(trunks, "124", "116"))).toEqual(["T1"]);
  expect(codes(trunkWay(trunks, "116", "116"))).toEqual([]);
  expect(trunkWay(trunks, "116", "212")).toBeNull();
});

test("all ways from one switch together are a tree: a switch is entered by one trunk alone", () => {
  const drawn = fc.array(
    fc.record({ a: fc.nat(6), b: fc.nat(6) }).filter(({ a, b }) => a !== b),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(drawn, (pairs) => {
      const trunks = pairs.map(({ a, b }, index) => cable(`T${index}`, `s${a}`, `s${b}`));
      const entered = new Map<string, string>();
      for (const to of ["s1", "s2", "s3", "s4", "s5", "s6"]) {
        for (const { code, far } of trunkWay(trunks, "s0", to) ?? []) {
          expect(entered.get(far.switchId) ?? code).toBe(code);
          entered.set(far.switchId, code);
        }
      }
      expect(entered.has("s0")).toBe(false);
    }),
  );
});
