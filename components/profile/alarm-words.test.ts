import { expect, test } from "vitest";
import { alarmWords } from "./alarm-words";

const at = { port: 1, mac: null, other: null, count: 12 };

test("each alarm names its port and what was seen there", () => {
  expect(alarmWords({ ...at, kind: "undeclared_address" })).toBe(
    "Port 1: 12 frames came in from MAC addresses that the profile does not declare, and were dropped.",
  );
  expect(alarmWords({ ...at, kind: "too_many_addresses" })).toContain("beyond the quota");
  const moved = {
    kind: "moving_address",
    mac: "02:00:00:00:00:50",
    other: 11,
  } as const;
  expect(alarmWords({ ...at, ...moved, count: 4 })).toBe(
    "Port 1: MAC address 02:00:00:00:00:50 moved 4 times between this port and port 11: a loop, or somebody else's address.",
  );
});
