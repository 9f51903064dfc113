import fc from "fast-check";
import { expect, test } from "vitest";
import { readMac } from "./mac";

function problemOf(text: string): string {
  const read = readMac(text);
  return read.ok ? "" : read.problem;
}

test.each(["04:7a:9e:a1:a3:41", "04-7A-9E-A1-A3-41", "047a.9ea1.a341", "047A9EA1A341", "  04:7A:9e:a1:a3:41 "])(
  "%j is one and the same address",
  (text) => {
    expect(readMac(text)).toEqual({ ok: true, value: "04:7a:9e:a1:a3:41" });
  },
);

test("the seed's FIG. 7 origin, printed with letter l for digit 1, is refused with the right one", () => {
  expect(problemOf("04:7A:9e:al:a3:41")).toBe(
    '"04:7A:9e:al:a3:41" has letter l for digit 1, and octets are written with 0 to 9 and a to f. Did you mean 04:7a:9e:a1:a3:41?',
  );
});

test("the seed's FIG. 8 destination is refused for its five octets", () => {
  expect(problemOf("09:19:20:07:05")).toContain("has five octets; a MAC address has six");
});

test.each([
  ["57:89:6f:88:9d:c7", "Did you mean 56:89:6f:88:9d:c7?"],
  ["f3:98:19:ab:55:b4", "Did you mean f2:98:19:ab:55:b4?"],
  ["01:00:5e:00:00:01", "a bridge drops frames that come from one"],
  ["33:33:00:00:00:01", "group address"],
])("the group address %s is refused with the reason", (text, reason) => {
  expect(problemOf(text)).toContain(reason);
});

test.each([
  ["ff:ff:ff:ff:ff:ff", "broadcast address"],
  ["00:00:00:00:00:00", "null address"],
  ["", "is not a MAC address"],
  ["hello", "is not a MAC address"],
  ["04:7a:9e:a1:a3", "five octets"],
  ["04:7a:9e:a1:a3:41:00", "seven octets"],
  ["04:7a-9e:a1:a3:41", "is not a MAC address"],
  ["4:7a:9e:a1:a3:41", "is not a MAC address"],
  ["04:7a:9e:a1:a3:4g", "for example"],
  ["o4:7a:9e:a1:a3:41", "Did you mean 04:7a:9e:a1:a3:41?"],
  ["0x047a9ea1a341", "is not a MAC address"],
])("%j is refused: %s", (text, reason) => {
  expect(problemOf(text)).toContain(reason);
});

test("every address that is accepted is a unicast one, and printing it changes nothing", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), fc.constantFrom(":", "-"), (octets, separator) => {
      const read = readMac(Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join(separator));
      const group = ((octets[0] ?? 0) & 1) === 1;
      const empty = octets.every((octet) => octet === 0);
      expect(read.ok).toBe(!group && !empty);
      if (read.ok) expect(readMac(read.value)).toEqual(read);
    }),
  );
});

test("whatever is typed is answered with a value or a sentence", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const read = readMac(text);
      if (!read.ok) expect(read.problem).toMatch(/[.?]$/);
    }),
  );
});

test("a text far longer than an address is refused in a short sentence", () => {
  expect(problemOf("04:7a:9e:a1:a3:41".repeat(10_000)).length).toBeLessThan(150);
});
