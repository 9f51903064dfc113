import { expect, test } from "vitest";
import { sameFilter } from "./filter";
import { sizeLimit } from "./police";
import { policesIn } from "./police-text";
import { toldSize } from "./told-size";

test("a size near a multiple of 1,024 is told as that multiple, any other one exactly", () => {
  expect([1990, 2032, 2033, 2048, 2063, 2064, 512, 9092].map(toldSize)).toEqual([
    1990, 2032, 2048, 2048, 2048, 2064, 512, 9092,
  ]);
});

/** As iproute2 6.1 prints them. */
const PRINTED = (mtu: string) =>
  `\taction order 0:  police 0x1 rate 1Tbit burst 500000000b mtu ${mtu} action drop/pipe overhead 0b \n`;

test("a limit of size is read back as the one that was made, also where tc rounds", () => {
  const rule = (octets: number) => ({
    ...{ device: "w-5001", priority: 10, protocol: "all", handle: 1, match: { kind: "any" } as const },
    actions: [sizeLimit(octets)],
  });
  for (const [octets, printed] of [
    [1990, "1990b"],
    [2040, "2Kb"],
  ] as const) {
    const read = policesIn(PRINTED(printed)).get(1);
    expect(sameFilter(rule(octets), { ...rule(octets), actions: read === undefined ? [] : [read] })).toBe(true);
    expect(sameFilter(rule(octets + 100), { ...rule(octets), actions: read === undefined ? [] : [read] })).toBe(false);
  }
});

test("a size above all frames is no limit, and is read back so", () => {
  for (const octets of [65_525, 65_535]) expect(policesIn(PRINTED("64Kb")).get(1)).toEqual(sizeLimit(octets));
  expect(policesIn(PRINTED("64Kb")).get(1)).not.toEqual(sizeLimit(65_000));
});
