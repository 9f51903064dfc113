import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { capture } from "./capture";
import { sendFrames } from "./frames";
import type { Lab } from "./lab";
import { SMALL_WORLD, temporaryLab } from "./temporary-lab";

const ADDRESSES = "0200000000ff020000000001";
/** IEEE 802 local experimental EtherType 1. */
const EXPERIMENTAL = "88b5";

let lab: Lab;

beforeAll(async () => {
  lab = await temporaryLab(SMALL_WORLD);
  await lab.executor("sw-1").run(["ip", "link", "set", "p-1", "up"]);
});
afterAll(() => lab.stop());

function frameOf(octets: number, head = EXPERIMENTAL): string {
  const start = ADDRESSES + head;
  return (
    start +
    Array.from({ length: octets - start.length / 2 }, (_, index) => (index % 256).toString(16).padStart(2, "0")).join(
      "",
    )
  );
}

describe("a frame sent from a machine", () => {
  it("arrives octet for octet: short and unpadded, full size, and with one and two tags of the client's own", async () => {
    const frames = [frameOf(15), frameOf(60), frameOf(1514), frameOf(1518, `8100000a${EXPERIMENTAL}`)];
    frames.push(frameOf(100, `88a80064810000c8${EXPERIMENTAL}`));
    const seen = await capture(lab.executor("sw-1"), { device: "p-1" });
    for (const frameHex of frames) await sendFrames(lab.executor("left"), { device: "eth0", frameHex });
    await seen.wait(frames.length, 5_000);
    const { packets, unread } = await seen.stop();
    expect(packets.map((packet) => packet.bytes.toString("hex"))).toEqual(frames);
    expect(unread).toBe(0);
  });

  it("goes out as often as asked", async () => {
    const seen = await capture(lab.executor("sw-1"), { device: "p-1", direction: "in", snapOctets: 64 });
    await sendFrames(lab.executor("left"), { device: "eth0", frameHex: frameOf(200), count: 300, gapMicros: 100 });
    const packets = await seen.wait(300, 10_000);
    expect(packets).toHaveLength(300);
    expect(packets.every((packet) => packet.length === 200 && packet.bytes.length === 64)).toBe(true);
    expect((await seen.stop()).packets).toHaveLength(300);
  });

  it("that is larger than the machine's MTU is an error, not silence", async () => {
    const sent = sendFrames(lab.executor("left"), { device: "eth0", frameHex: frameOf(1515) });
    await expect(sent).rejects.toThrow("sent 0 of 1");
  });

  it("from a device that is not there, or that is no frame, is an error", async () => {
    const left = lab.executor("left");
    await expect(sendFrames(left, { device: "eth9", frameHex: frameOf(60) })).rejects.toThrow("eth9");
    await expect(sendFrames(left, { device: "eth0", frameHex: "0200" })).rejects.toThrow(RangeError);
    await expect(sendFrames(left, { device: "eth0", frameHex: "zz".repeat(60) })).rejects.toThrow(RangeError);
  });
});

describe("a capture", () => {
  it("says why it cannot start", async () => {
    await expect(capture(lab.executor("sw-1"), { device: "p-9" })).rejects.toThrow("No such device");
  });

  it("takes only what its filter lets through, and ends by itself after its count", async () => {
    const filter = ["ether", "proto", "0x88b6"];
    const seen = await capture(lab.executor("sw-1"), { device: "p-1", filter, count: 2 });
    for (const head of ["88b5", "88b6", "88b5", "88b6"]) {
      await sendFrames(lab.executor("left"), { device: "eth0", frameHex: frameOf(60, head) });
    }
    const packets = await seen.wait(2, 5_000);
    expect(packets.map((packet) => packet.bytes.toString("hex", 12, 14))).toEqual(["88b6", "88b6"]);
    await seen.stop();
  });

  it("that waits for more than comes says how many came", async () => {
    const seen = await capture(lab.executor("sw-1"), { device: "p-1" });
    await expect(seen.wait(1, 100)).rejects.toThrow("0 came");
    await seen.stop();
  });

  it("of a quiet wire is empty: machines do not speak unasked", async () => {
    const seen = await capture(lab.executor("sw-1"), { device: "p-1" });
    await lab.executor("left").run(["ip", "link", "set", "v20", "down"]);
    await lab.executor("left").run(["ip", "link", "set", "v20", "up"]);
    expect((await seen.stop()).packets).toEqual([]);
  });
});
