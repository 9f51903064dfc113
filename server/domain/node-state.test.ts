import { expect, test } from "vitest";
import type { NodeHealth } from "@/agent/protocol";
import { nodeStateOf, strainsOf } from "./node-state";

const GIB = 2 ** 30;
const well: NodeHealth = {
  at: 0,
  upSeconds: 60,
  cpu: { cores: 2, loadOneMinute: 1.5 },
  memory: { total: 4 * GIB, available: GIB },
  disk: { path: "/", total: 100 * GIB, free: 50 * GIB },
  nics: [],
  resident: GIB / 10,
};

test("a computer that waits for its CPUs, or is out of memory or room, is strained by just that", () => {
  expect(strainsOf(well)).toEqual([]);
  expect(strainsOf({ ...well, cpu: { cores: 2, loadOneMinute: 4.1 } })).toEqual(["cpu"]);
  expect(strainsOf({ ...well, memory: { total: 4 * GIB, available: GIB / 10 } })).toEqual(["memory"]);
  expect(strainsOf({ ...well, disk: { path: "/", total: 100 * GIB, free: GIB } })).toEqual(["disk"]);
});

test("what was said long ago is stale, however well it was", () => {
  expect(nodeStateOf({ ageMs: 5_000, health: well })).toBe("well");
  expect(nodeStateOf({ ageMs: 17_000, health: well })).toBe("stale");
  expect(nodeStateOf(null)).toBe("unheard");
});
