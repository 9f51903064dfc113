import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CapturedPacket, pcapParser } from "./pcap";

type Order = "LE" | "BE";
const MICROS = 0xa1b2c3d4;
const NANOS = 0xa1b23c4d;

function words(order: Order, values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    if (order === "LE") buffer.writeUInt32LE(value, index * 4);
    else buffer.writeUInt32BE(value, index * 4);
  });
  return buffer;
}

/** A savefile as pcap-savefile(5) lays it out; the version word is not read. */
function savefile(order: Order, magic: number, packets: readonly CapturedPacket[], linkType = 1): Buffer {
  const fraction = magic === NANOS ? 1000 : 1;
  const records = packets.map(({ atMicros, length, bytes }) =>
    Buffer.concat([
      words(order, [
        Math.floor(atMicros / 1e6),
        (atMicros % 1e6) * fraction,
        bytes.length,
        Math.max(length, bytes.length),
      ]),
      bytes,
    ]),
  );
  return Buffer.concat([words(order, [magic, 0x20004, 0, 0, 262144, linkType]), ...records]);
}

const packet = fc.record({
  atMicros: fc.integer({ min: 0, max: 4_000_000_000_000_000 }),
  bytes: fc.uint8Array({ maxLength: 80 }).map((octets) => Buffer.from(octets)),
  more: fc.nat(2000),
});

describe("the pcap parser", () => {
  it("gives every packet back, however the file is cut into chunks, in each byte order and time unit", () => {
    fc.assert(
      fc.property(
        fc.array(packet, { maxLength: 8 }),
        fc.constantFrom<Order>("LE", "BE"),
        fc.constantFrom(MICROS, NANOS),
        fc.integer({ min: 1, max: 50 }),
        (drawn, order, magic, step) => {
          const packets = drawn.map(({ atMicros, bytes, more }) => ({ atMicros, bytes, length: bytes.length + more }));
          const file = savefile(order, magic, packets);
          const parse = pcapParser();
          const read: CapturedPacket[] = [];
          for (let at = 0; at < file.length; at += step) read.push(...parse(file.subarray(at, at + step)));
          expect(read).toEqual(packets);
        },
      ),
    );
  });

  it("refuses what is no classic pcap, and says how it begins", () => {
    expect(() => pcapParser()(Buffer.alloc(24, 0x0a))).toThrow("begins with 0a0a0a0a");
  });

  it("refuses a capture of another link type", () => {
    expect(() => pcapParser()(savefile("LE", MICROS, [], 113))).toThrow("link type 113");
  });

  it("refuses a packet that is larger than any capture holds", () => {
    const damaged = Buffer.concat([savefile("LE", MICROS, []), words("LE", [0, 0, 300_000, 300_000])]);
    expect(() => pcapParser()(damaged)).toThrow("damaged");
  });
});
