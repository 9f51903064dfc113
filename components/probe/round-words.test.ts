import { expect, test } from "vitest";
import type { RoundView } from "@/server/services/probe/view";
import { endOf, historyText, lossBothWays, roundText } from "./round-words";

function round(sent: number, arrived: number, returned: number): RoundView {
  const roundTrip = returned === 0 ? null : { least: 900, median: 1040, most: 1310 };
  return { at: 1, sent, arrived, returned, roundTrip };
}

test("loss is counted on each way of those that took it", () => {
  expect(lossBothWays(round(5, 5, 5))).toEqual({ there: "none of 5 lost", back: "none of 5 lost" });
  expect(lossBothWays(round(5, 4, 2))).toEqual({ there: "1 of 5 lost (20 %)", back: "2 of 4 lost (50 %)" });
  expect(lossBothWays(round(5, 0, 0)).back).toBe("not known: none arrived to come back");
});

test("a round is whole, with loss, or lost, and its history says how many of each", () => {
  const rounds = [round(5, 5, 5), round(5, 5, 5), round(5, 5, 3), round(5, 0, 0)];
  expect(rounds.map(endOf)).toEqual(["whole", "whole", "part", "lost"]);
  expect(historyText(rounds)).toBe("2 of 4 rounds whole, 1 with loss, 1 lost");
  expect(historyText(rounds.slice(0, 1))).toBe("1 of 1 round whole");
});

test("a whole round says how long it took, another where it lost", () => {
  expect(roundText(round(5, 5, 5))).toBe("5 of 5 came back, 900 µs / 1.04 ms / 1.31 ms");
  expect(roundText(round(5, 5, 0))).toBe("there none of 5 lost; back 5 of 5 lost (100 %)");
});
