import { describe, expect, test } from "vitest";
import { isHeartbeat, isMarkedFrame } from "./marked-frame";

const MACS = "020000000050020000000001";
const HEARTBEAT_MACS = "02d07e0004b1020000000001";
const PAIR = "88a80064810000c8";
/** An Ethernet header, and an IPv4 header without options for this protocol. */
const ip = (protocol: string) => `${MACS}0800450000540000400040${protocol}0000cb007101cb007105`;

/** What stands before the Ethernet frame on each kind of wire, or in it before the EtherType. */
const WIRES: readonly [string, (frame: { macs: string; rest: string }) => string][] = [
  ["a cable", ({ macs, rest }) => macs + rest],
  ["a cable with the client's own tag", ({ macs, rest }) => `${macs}8100000a${rest}`],
  ["a trunk", ({ macs, rest }) => macs + PAIR + rest],
  ["a line with a VPLS label", ({ macs, rest }) => `${MACS}8847004b1140${macs}${PAIR}${rest}`],
  ["a line with a third Q tag", ({ macs, rest }) => `${macs}810004b1${PAIR}${rest}`],
  ["VXLAN", ({ macs, rest }) => `${ip("11")}c00012b50040000008000000001b5900${macs}810004b1${PAIR}${rest}`],
  ["NVGRE", ({ macs, rest }) => `${ip("2f")}20006558001b5900${macs}810004b1${PAIR}${rest}`],
  ["labels in GRE", ({ macs, rest }) => `${ip("2f")}0000884701b59040004b1140${macs}${PAIR}${rest}`],
];

describe.each(WIRES)("on %s", (_, wire) => {
  test("a marked frame is one, and no heartbeat", () => {
    const frame = Buffer.from(wire({ macs: MACS, rest: `88b5${"ab".repeat(46)}` }), "hex");
    expect([isMarkedFrame(frame), isHeartbeat(frame)]).toEqual([true, false]);
  });

  test("a heartbeat is no frame that somebody waits for", () => {
    const frame = Buffer.from(wire({ macs: HEARTBEAT_MACS, rest: `88b5${"ab".repeat(46)}` }), "hex");
    expect([isMarkedFrame(frame), isHeartbeat(frame)]).toEqual([false, true]);
  });

  test("another frame is neither, nor is one that is cut off anywhere", () => {
    const other = Buffer.from(wire({ macs: MACS, rest: `0806${"ab".repeat(46)}` }), "hex");
    expect([isMarkedFrame(other), isHeartbeat(other)]).toEqual([false, false]);
    const whole = Buffer.from(wire({ macs: MACS, rest: "88b5" }), "hex");
    for (let length = 0; length < whole.length; length += 1) {
      expect(isMarkedFrame(whole.subarray(0, length))).toBe(false);
    }
  });
});
