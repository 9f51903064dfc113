import { describe, expect, test } from "vitest";
import { heartbeatArgument, parseHeartbeatLine } from "./heartbeat-line";
import { datacenterTag, portNumber } from "./protocol";

const PATH = { port: portNumber.parse(5001), tagOut: datacenterTag.parse(1204), tagIn: datacenterTag.parse(1102) };

describe("what the heartbeat program says", () => {
  test("a path that went up, and one that went down with its cause", () => {
    expect(parseHeartbeatLine("up p-5001 1204 1102 1700000000123")).toEqual({
      ...PATH,
      state: "up",
      at: 1_700_000_000_123,
    });
    expect(parseHeartbeatLine("down p-5001 1204 1102 7 one-way")).toEqual({
      ...PATH,
      state: "down",
      at: 7,
      cause: "one-way",
    });
    expect(parseHeartbeatLine("down p-5001 1204 1102 7 silent")).toMatchObject({ cause: "silent" });
    expect(parseHeartbeatLine("listening")).toBe("listening");
  });

  test.each([
    "",
    "hello",
    "up p-5001 1204 1102",
    "up p-5001 1204 1102 7 silent",
    "down p-5001 1204 1102 7",
    "down p-5001 1204 1102 7 tired",
    "up p-5001 15 1102 7",
    "up p-5001 1204 4095 7",
    "up p-99999 1204 1102 7",
    "up w-5001 1204 1102 7",
    " up p-5001 1204 1102 7",
    "listening to you",
  ])("nothing else is believed: %j", (line) => {
    expect(() => parseHeartbeatLine(line)).toThrow("said something unknown");
  });

  test("it is told a path by its device and its two tags", () => {
    expect(heartbeatArgument(PATH)).toBe("p-5001/1204/1102");
  });
});
