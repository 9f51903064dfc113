import { expect, test } from "vitest";
import type { NodeView } from "@/server/services/health/view";
import { freeText, nodeWords, sizeText } from "./words";

const node: NodeView = {
  ...{ id: "116", kind: "agent", switchCode: "116", datacenterCode: "DC1", kernel: null, figures: null },
  ...{ state: "well", strains: [], ageMs: 1_000 },
};

test("sizes are in the unit that leaves one or more", () => {
  expect([0, 1023, 1024, 90_000_000, 4 * 2 ** 30].map(sizeText)).toEqual([
    "0 B",
    "1023 B",
    "1.0 KiB",
    "85.8 MiB",
    "4.0 GiB",
  ]);
});

test("a share that is left is not rounded up", () => {
  expect(freeText(999, 1000)).toBe("99 % free of 1000 B");
  expect(freeText(0, 0)).toBe("0 % free of 0 B");
});

test("a node says in words how it stands, and old figures are never well", () => {
  expect(nodeWords(node, 0).words).toBe("well");
  expect(nodeWords(node, 20_000)).toEqual({ shape: "degraded", words: "stale" });
  expect(nodeWords({ ...node, state: "stale", strains: ["cpu"] }, 0).words).toBe("stale");
  expect(nodeWords({ ...node, state: "strained", strains: ["memory", "disk"] }, 0).words).toBe(
    "short of memory, short of disk",
  );
  expect(nodeWords({ ...node, state: "unheard", ageMs: null }, 20_000).words).toBe("not heard yet");
});
