import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientVlan, macAddress } from "@/agent/protocol";
import { decodeFrame } from "./decode-frame";
import { probeFrame } from "./probe";
import { stackText } from "./tag-stack";

const rack = macAddress.parse("56:89:6f:88:9d:c7");
const system = macAddress.parse("28:08:80:52:17:20");
const probe = { id: "00112233445566aa", sequence: 7, text: "Happy" };
const tagged = probeFrame({ from: rack, to: system, clientVlan: clientVlan.parse(10) }, probe);

/** The frame of FIG. 8 on a line: an MPLS pseudowire with the pair and the client's own tag inside. */
const onTheLine = [
  "6a96147089a9", // line's far end
  "eaa867baa61f", // line's near end
  "8847",
  "004b4140", // label 1204, bottom of stack, TTL 64
  tagged.slice(0, 24),
  "88a80064",
  "810000c8",
  tagged.slice(24),
].join("");

describe("decoding a frame", () => {
  test("a probe from a rack shows its ends, its own tag and its text", () => {
    const frame = decodeFrame(tagged);
    expect(frame).toMatchObject({ destination: system, source: rack, summary: 'probe "Happy"', probe });
    expect(stackText(frame.stack)).toBe("Q 10");
  });

  test("on a line the stack is datacenter, host, customer, client, outermost first", () => {
    const frame = decodeFrame(onTheLine);
    expect(stackText(frame.stack)).toBe("D 1204 · S 100 · C 200 · Q 10");
    expect(frame).toMatchObject({ destination: system, source: rack, probe });
  });

  test("fields stand one behind the other over every octet", () => {
    const { fields } = decodeFrame(onTheLine);
    expect(fields[0]?.from).toBe(0);
    for (const [index, field] of fields.entries())
      expect(fields[index + 1]?.from ?? onTheLine.length / 2).toBe(field.to);
  });

  test("a pair with equal numbers keeps both tags", () => {
    const frame = decodeFrame(`${tagged.slice(0, 24)}88a80007810000078100000708004500`);
    expect(stackText(frame.stack)).toBe("S 7 · C 7 · Q 7");
  });

  test("a client's own double tag stays the client's", () => {
    const frame = decodeFrame(`${tagged.slice(0, 24)}8100000a8100001408060001`);
    expect(stackText(frame.stack)).toBe("Q 10 · Q 20");
  });

  test("an ARP request says who asks for whom", () => {
    const arp =
      "ffffffffffff56896f889dc7" +
      "8100000a" +
      "0806" +
      "0001080006040001" +
      "56896f889dc70a141e1e" +
      "0000000000000a141e28";
    expect(decodeFrame(arp).summary).toBe("ARP who has 10.20.30.40, tell 10.20.30.30");
  });

  test("an ICMP echo request says its ends", () => {
    const ip = `45000054000040004001${"0000"}0a141e1e0a141e28`;
    const frame = decodeFrame(`${tagged.slice(0, 24)}8100000a0800${ip}0800f7ff00010001616263`);
    expect(frame.summary).toBe("ICMP echo request 10.20.30.30 to 10.20.30.40");
  });

  test("never throws and never invents octets, whatever comes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        const hex = Buffer.from(octets).toString("hex");
        for (const field of decodeFrame(hex).fields) {
          expect(field.from).toBeLessThan(field.to);
          expect(field.to).toBeLessThanOrEqual(octets.length);
        }
      }),
    );
  });

  test("any probe that is built is read back as it was", () => {
    const text = fc.string({ maxLength: 64 }).map((raw) => raw.replace(/[^\x20-\x7e]/g, "x"));
    const vlan = fc.oneof(fc.integer({ min: 1, max: 4094 }), fc.constant("untagged" as const));
    fc.assert(
      fc.property(text, vlan, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (words, own, sequence) => {
        const built = probeFrame(
          { from: rack, to: system, clientVlan: clientVlan.parse(own) },
          { ...probe, text: words, sequence },
        );
        expect(built.length).toBeGreaterThanOrEqual(120);
        expect(decodeFrame(built).probe).toEqual({ id: probe.id, text: words, sequence });
      }),
    );
  });
});
