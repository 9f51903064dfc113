import { describe, expect, it } from "vitest";
import { exampleFrame } from "./example.fixture";
import { fieldAt, layersOf, octetsOf, printable, rowsOf } from "./hex";

describe("the bytes of a frame", () => {
  const octets = octetsOf(exampleFrame.hex);

  it("are as many as the hexadecimal text has pairs", () => {
    expect(octets).toHaveLength(23);
    expect(octets.slice(0, 3)).toEqual([0x08, 0x19, 0x20]);
  });

  it("stand sixteen to a row with their offset", () => {
    expect(rowsOf(octets).map((row) => [row.offset, row.octets.length])).toEqual([
      [0, 16],
      [16, 7],
    ]);
  });

  it("belong to the field that holds them", () => {
    expect(fieldAt(exampleFrame.fields, 14)?.name).toBe("Client tag (Q)");
    expect(fieldAt(exampleFrame.fields, 22)?.name).toBe("Payload");
    expect(fieldAt(exampleFrame.fields, 99)).toBeNull();
  });

  it("keep a layer that comes again apart", () => {
    expect(layersOf(exampleFrame.fields).map((layer) => layer.layer)).toEqual([
      "Ethernet",
      "Tag Q",
      "Ethernet",
      "Payload",
    ]);
  });

  it("print where they can", () => {
    expect(octets.slice(18).map(printable).join("")).toBe("Happy");
    expect(printable(0)).toBe("·");
  });
});
