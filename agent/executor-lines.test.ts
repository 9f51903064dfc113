import fc from "fast-check";
import { expect, it } from "vitest";
import { lineSplitter } from "./executor-lines";

it("gives the same lines however the text is cut into chunks", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[^\n]*$/u)), fc.integer({ min: 1, max: 7 }), (lines, step) => {
      const read: string[] = [];
      const split = lineSplitter((line) => read.push(line), 1_000_000);
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""), "utf8");
      for (let at = 0; at < bytes.length; at += step) split(bytes.subarray(at, at + step));
      expect(read).toEqual(lines.map((line) => Buffer.from(line, "utf8").toString("utf8")));
    }),
  );
});

it("refuses a line that is longer than allowed, before its end has come", () => {
  const split = lineSplitter(() => undefined, 10);
  split(Buffer.from("1234567890\n12345"));
  expect(() => split(Buffer.from("678901"))).toThrow(RangeError);
});
