import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Blast, blastIn } from "./blast";
import type { Lab } from "./lab";
import { SMALL_WORLD, temporaryLab } from "./temporary-lab";

let lab: Lab;
let left: Blast;
let near: Blast;

beforeAll(async () => {
  lab = await temporaryLab(SMALL_WORLD);
  await lab.executor("sw-1").run(["ip", "link", "set", "p-1", "up"]);
  [left, near] = await Promise.all([blastIn(lab, "left"), blastIn(lab, "sw-1")]);
});
afterAll(() => lab?.stop());

const ADDRESSES = "0200000000ff020000000001";
const MARKER = "d07ed07e00000001";
/** Room for every frame of a test, so that none is lost when the counter gets no time to read. */
const RING_MB = 32;
/** Marker, room for number and time, and octets up to the length. */
const frameOf = (head: string, octets = 60) => `${ADDRESSES}${head}${MARKER}`.padEnd(octets * 2, "0");

async function counted(act: () => Promise<unknown>) {
  const counter = await near.startCounting({ devices: ["p-1"], markers: [MARKER], ring: RING_MB });
  await act();
  const [device] = await counter.stop();
  if (device === undefined) throw new Error("no device was counted");
  return device;
}

describe("the frame generator", () => {
  it("sends exactly as many frames as asked, each with its own number, and the counter misses none", async () => {
    const count = 100_000;
    const device = await counted(() =>
      left.send({ device: "eth0", templates: [frameOf("88b5")], count, marker: MARKER }),
    );
    const [tally] = device.markers;
    expect(device.unread).toBe(0);
    expect(tally).toMatchObject({ frames: count, distinct: count, duplicates: 0, reordered: 0, last: count - 1 });
    expect(tally?.octets).toBe(count * 60);
  });

  it("sends its templates in turn, and the counter tells their outermost tags and lengths as on the wire", async () => {
    const templates = [frameOf("88b5"), frameOf("8100000a88b5", 64), frameOf("88a80064810000c888b5", 1514)];
    const device = await counted(() => left.send({ device: "eth0", templates, count: 9, marker: MARKER }));
    expect(device.octets).toBe(3 * (60 + 64 + 1514));
    expect(device.markers[0]?.tags).toEqual([
      { type: "0000", control: 0, frames: 3 },
      { type: "8100", control: 10, frames: 3 },
      { type: "88a8", control: 100, frames: 3 },
    ]);
    expect(device.markers[0]?.samples[2]?.slice(0, 44)).toBe(`${ADDRESSES}88a80064810000c888b5`);
  });

  it("keeps to a rate, and stops when told", async () => {
    const before = await framesOf("p-1");
    const device = await counted(async () => {
      const sending = await left.startSending({
        device: "eth0",
        templates: [frameOf("88b5")],
        rate: 500,
        marker: MARKER,
      });
      await expect.poll(() => framesOf("p-1"), { timeout: 10_000 }).toBeGreaterThan(before + 200);
      const { sent, nanos } = await sending.stop();
      expect(sent / (nanos / 1e9)).toBeLessThan(510);
    });
    expect(device.markers[0]?.delay.median).toBeGreaterThan(0);
  });

  it("gives each frame a source of its own when asked", async () => {
    const device = await counted(() =>
      left.send({ device: "eth0", templates: [frameOf("88b5")], count: 8, marker: MARKER, randomSources: true }),
    );
    expect(new Set(device.markers[0]?.samples.map((frame) => frame.slice(12, 24))).size).toBe(8);
  });

  it("says which frames are longer than the device takes, and sends the others", async () => {
    const templates = [frameOf("88b5", 1514), frameOf("88b5", 1515), frameOf("8100000a88b5", 1518)];
    expect(await left.send({ device: "eth0", templates })).toMatchObject({ sent: 2, refused: 1 });
  });

  it("from a device that is not there is an error", async () => {
    await expect(left.send({ device: "eth9", templates: [frameOf("88b5")] })).rejects.toThrow("eth9");
    await expect(near.startCounting({ devices: ["p-9"], markers: [] })).rejects.toThrow("p-9");
  });
});

/** Frames that a device of the switch has received since it was made. */
async function framesOf(device: string): Promise<number> {
  const { stdout } = await lab.executor("sw-1").run(["cat", `/sys/class/net/${device}/statistics/rx_packets`]);
  return Number(stdout);
}
