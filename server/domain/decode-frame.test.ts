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
    const frame = decodeFrame(tagged, "port");
    expect(frame).toMatchObject({ destination: system, source: rack, summary: 'probe "Happy"', probe });
    expect(stackText(frame.stack)).toBe("Q 10");
  });

  test("a probe of the agents' own rounds is called that, and its answer", () => {
    const ends = "02d10004000e02d100010001";
    const frame = (kind: string) => {
      const probe = ["44565042", "01", kind, "0000", "00001234", "0003", "0000", "00".repeat(16)].join("");
      return decodeFrame(`${ends}8100000a88b5${probe}`, "port");
    };
    expect(frame("00").summary).toBe("probe 4 of a round");
    expect(frame("01").summary).toBe("answer to probe 4 of a round");
  });

  test("on a line the stack is datacenter, host, customer, client, outermost first", () => {
    const frame = decodeFrame(onTheLine, "link");
    expect(stackText(frame.stack)).toBe("D 1204 · S 100 · C 200 · Q 10");
    expect(frame).toMatchObject({ destination: system, source: rack, probe });
  });

  test("fields stand one behind the other over every octet", () => {
    const { fields } = decodeFrame(onTheLine, "link");
    expect(fields[0]?.from).toBe(0);
    for (const [index, field] of fields.entries())
      expect(fields[index + 1]?.from ?? onTheLine.length / 2).toBe(field.to);
  });

  test("a pair with equal numbers keeps both tags", () => {
    const frame = decodeFrame(`${tagged.slice(0, 24)}88a80007810000078100000708004500`, "port");
    expect(stackText(frame.stack)).toBe("S 7 · C 7 · Q 7");
  });

  test("a client's own double tag stays the client's", () => {
    const frame = decodeFrame(`${tagged.slice(0, 24)}8100000a8100001408060001`, "port");
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
    expect(decodeFrame(arp, "port").summary).toBe("ARP who has 10.20.30.40, tell 10.20.30.30");
  });

  test("an ICMP echo request says its ends", () => {
    const ip = `45000054000040004001${"0000"}0a141e1e0a141e28`;
    const frame = decodeFrame(`${tagged.slice(0, 24)}8100000a0800${ip}0800f7ff00010001616263`, "port");
    expect(frame.summary).toBe("ICMP echo request 10.20.30.30 to 10.20.30.40");
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
        expect(decodeFrame(built, "port").probe).toEqual({ id: probe.id, text: words, sequence });
      }),
    );
  });
});

/** What stands between the outer Ethernet addresses and the frame with its pair, for each encapsulation. */
const IPV4 = (protocol: string) => `080045000080000040 0040${protocol}0000cb007101cb007105`.replaceAll(" ", "");
const paired = `${tagged.slice(0, 24)}88a80064810000c8${tagged.slice(24)}`;
const third = `${tagged.slice(0, 24)}810004b488a80064810000c8${tagged.slice(24)}`;
const OUTER = onTheLine.slice(0, 24);
const VNI = "04ab50"; // 306000
const onLinks = {
  "a third Q tag": third,
  VXLAN: `${OUTER}${IPV4("11")}c00012b500700000${"08000000"}${VNI}00${third}`,
  NVGRE: `${OUTER}${IPV4("2f")}20006558${VNI}07${third}`,
  "MPLS in GRE": `${OUTER}${IPV4("2f")}000088474ab50040004b4140${paired}`,
};

describe("decoding a frame on a link between datacenters", () => {
  test.each([
    ["a third Q tag", "D 1204 · S 100 · C 200 · Q 10", [0x8100]],
    ["VXLAN", "P 306000 · D 1204 · S 100 · C 200 · Q 10", ["VXLAN", 0x8100]],
    ["NVGRE", "P 306000 · D 1204 · S 100 · C 200 · Q 10", ["NVGRE", 0x8100]],
    ["MPLS in GRE", "P 306000 · D 1204 · S 100 · C 200 · Q 10", [0x8847, 0x8847]],
  ] as const)("%s shows its tags and the tenant's frame inside", (kind, text, formats) => {
    const frame = decodeFrame(onLinks[kind], "link");
    expect(stackText(frame.stack)).toBe(text);
    expect(frame.stack.slice(0, formats.length).map((tag) => tag.format)).toEqual(formats);
    expect(frame).toMatchObject({ destination: system, source: rack, probe });
  });

  test.each(Object.entries(onLinks))("of %s, fields stand one behind the other over every octet", (_kind, hex) => {
    const { fields } = decodeFrame(hex, "link");
    for (const [index, field] of fields.entries()) expect(fields[index + 1]?.from ?? hex.length / 2).toBe(field.to);
  });

  test("the headers of a tunnel are fields with their octets and meaning", () => {
    const said = (kind: keyof typeof onLinks) =>
      decodeFrame(onLinks[kind], "link").fields.map(({ name, value, from, to }) => `${name} ${value} [${from},${to}]`);
    expect(said("VXLAN")).toEqual(
      expect.arrayContaining([
        "Protocol 17 UDP [23,24]",
        "Source IP 203.0.113.1 [26,30]",
        "Destination port 4789 VXLAN [36,38]",
        "Flags 0x08, VNI is valid [42,43]",
        "Long-haul tag (P), VNI 306000 [46,49]",
      ]),
    );
    expect(said("NVGRE")).toEqual(
      expect.arrayContaining([
        "Flags and version 0x2000, with key [34,36]",
        "Protocol 0x6558 Ethernet in GRE [36,38]",
        "Long-haul tag (P), VSID 306000 [38,41]",
        "FlowID 7 [41,42]",
      ]),
    );
    expect(said("MPLS in GRE")).toEqual(
      expect.arrayContaining([
        "Long-haul tag (P), MPLS label 306000, not bottom of stack, TTL 64 [38,42]",
        "Datacenter tag (D), MPLS label 1204, bottom of stack, TTL 64 [42,46]",
      ]),
    );
  });

  test.each(Object.entries(onLinks))(
    "of %s, nothing is taken for the fabric's on a client's own port",
    (_kind, hex) => {
      const frame = decodeFrame(hex, "port");
      expect(frame.stack.some((tag) => tag.kind === "datacenter" || tag.kind === "long-haul")).toBe(false);
    },
  );

  test("a packet of the provider's own is not taken apart", () => {
    const ping = `${OUTER}${IPV4("01")}0800f7ff00010001616263`;
    expect(decodeFrame(ping, "link")).toMatchObject({
      stack: [],
      summary: "ICMP echo request 203.0.113.1 to 203.0.113.5",
    });
  });
});

describe("whatever the octets", () => {
  const cutOrBent = fc
    .tuple(fc.constantFrom(...Object.values(onLinks), onTheLine), fc.nat(300), fc.nat(300), fc.nat(255))
    .map(([hex, at, end, octet]) => {
      const octets = Buffer.from(hex, "hex");
      octets[at % octets.length] = octet;
      return octets.subarray(0, end);
    });
  const any = fc.oneof(fc.uint8Array({ maxLength: 200 }), cutOrBent);

  test("decoding never throws and never invents or leaves out octets", () => {
    fc.assert(
      fc.property(any, fc.constantFrom("port" as const, "link" as const), (octets, on) => {
        const { fields } = decodeFrame(Buffer.from(octets).toString("hex"), on);
        let at = 0;
        for (const field of fields) {
          expect(field.from).toBe(at);
          expect(field.to).toBeGreaterThan(field.from);
          at = field.to;
        }
        expect(at).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 500 },
    );
  });
});
