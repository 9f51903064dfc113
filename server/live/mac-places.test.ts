import { describe, expect, test } from "vitest";
import { macAddress, portNumber, segmentNumber } from "@/agent/protocol";
import { MacMemory } from "./mac-places";

const A = "02:00:00:00:00:0a";

function learned(port: number, mac = A, segment = 1) {
  return { port: portNumber.parse(port), segment: segmentNumber.parse(segment), mac: macAddress.parse(mac) };
}

describe("memory of learned addresses", () => {
  test("does not know since when the addresses of the first report are there, and knows it of all others", () => {
    const memory = new MacMemory();
    expect(memory.take([learned(1)], 1_000)).toMatchObject([{ port: 1, since: null, moved: null }]);
    const B = "02:00:00:00:00:0b";
    expect(memory.take([learned(1), learned(2, B)], 2_000)).toMatchObject([{ since: null }, { since: 2_000 }]);
    expect(memory.take([learned(2, B)], 3_000)).toMatchObject([{ since: 2_000, moved: null }]);
  });

  test("an address at another port has moved, from the last port before, and stays marked", () => {
    const memory = new MacMemory();
    memory.take([learned(1)], 1_000);
    memory.take([learned(2)], 2_000);
    const moved = { from: 1, at: 2_000 };
    expect(memory.take([learned(2)], 3_000)).toMatchObject([{ port: 2, since: 2_000, moved }]);
    expect(memory.take([learned(1)], 4_000)).toMatchObject([{ port: 1, since: 4_000, moved: { from: 2, at: 4_000 } }]);
  });

  test("a cable that is pulled and put in elsewhere is a move; one that was away for long is not", () => {
    const memory = new MacMemory();
    memory.take([learned(1)], 0);
    memory.take([], 1_000);
    expect(memory.take([learned(2)], 60_000)).toMatchObject([{ moved: { from: 1, at: 60_000 } }]);
    memory.take([], 61_000);
    memory.take([], 61_000 + 10 * 60_000);
    expect(memory.take([learned(3)], 62_000 + 10 * 60_000)).toMatchObject([{ port: 3, moved: null }]);
  });

  test("an address that comes back where it was is there since it came back", () => {
    const memory = new MacMemory();
    memory.take([learned(1)], 0);
    memory.take([], 1_000);
    expect(memory.take([learned(1)], 5_000)).toMatchObject([{ since: 5_000, moved: null }]);
  });

  test("the same address in two segments is two addresses", () => {
    const memory = new MacMemory();
    memory.take([learned(1, A, 1)], 0);
    expect(memory.take([learned(1, A, 1), learned(2, A, 2)], 1_000)).toMatchObject([
      { port: 1, moved: null },
      { port: 2, moved: null },
    ]);
  });
});
