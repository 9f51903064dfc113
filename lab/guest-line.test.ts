import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentWord, encodeArgv, parseGuestLine } from "./guest-line";

describe("an argv on the line", () => {
  it("keeps each argument as it is, empty ones and odd characters too", () => {
    const argument = fc.string({ unit: "grapheme" }).filter((word) => !word.includes("\0"));
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1 }), (argv) => {
        const parts = encodeArgv(argv).toString("utf8").split("\0");
        expect(parts.slice(0, -1)).toEqual(argv.map((word) => Buffer.from(word, "utf8").toString("utf8")));
        expect(parts.at(-1)).toBe("");
      }),
    );
  });

  it("refuses a NUL inside an argument, and a command without a program", () => {
    expect(() => encodeArgv(["echo", "a\0b"])).toThrow("NUL");
    expect(() => encodeArgv([])).toThrow("program");
  });
});

describe("a content on the line", () => {
  it("is short, whatever its size: long ones go through a file", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), (octets) => {
        const content = Buffer.from(octets);
        const { word, file } = contentWord(content);
        expect(word.length).toBeLessThanOrEqual(512);
        expect(file ?? Buffer.from(word, "base64")).toEqual(content);
      }),
    );
  });

  it("tells nothing from an empty input", () => {
    expect(contentWord(null)).toEqual({ word: "-", file: null });
    expect(contentWord(Buffer.alloc(0)).word).toBe("@");
  });
});

describe("a line from the guest", () => {
  it("is one of five messages", () => {
    expect(parseGuestLine("ready 6.1.176")).toEqual({ kind: "ready", release: "6.1.176" });
    expect(parseGuestLine("got")).toEqual({ kind: "got" });
    expect(parseGuestLine("out 7 aGk=")).toEqual({ kind: "out", id: "7", data: Buffer.from("hi") });
    expect(parseGuestLine("done 7 3 aGk= -")).toEqual({
      kind: "done",
      id: "7",
      status: 3,
      stdout: Buffer.from("hi"),
      stderr: Buffer.alloc(0),
    });
    expect(parseGuestLine("done 7 0 @ !")).toMatchObject({ stdout: "file", stderr: "lost" });
  });

  it("stops everything when it is something else", () => {
    expect(() => parseGuestLine("Kernel panic")).toThrow("unknown");
  });
});
