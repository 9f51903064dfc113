import fc from "fast-check";
import { expect, test } from "vitest";
import { readVlanList } from "./vlan-list";

function problemOf(text: string): string {
  const read = readVlanList(text);
  return read.ok ? "" : read.problem;
}

test.each([
  ["10", [10]],
  ["10,20,100-105", [10, 20, 100, 101, 102, 103, 104, 105]],
  ["  20 , 10 ", [20, 10]],
  ["untagged", [null]],
  ["Untagged, 30", [null, 30]],
  ["1-3 7\n9", [1, 2, 3, 7, 9]],
  ["1 - 3", [1, 2, 3]],
  ["4094", [4094]],
])("%j is read in the order typed", (text, vids) => {
  expect(readVlanList(text)).toEqual({ ok: true, value: vids });
});

test.each([
  ["", "A VLAN id is missing"],
  ["10,,20", "A VLAN id is missing"],
  ["0", "0 is no VLAN"],
  ["0-5", "0 is no VLAN"],
  ["4095", "4095 is reserved by IEEE 802.1Q"],
  ["4000-4095", "4095 is reserved"],
  ["4096", "4096 does not fit the 12 bits"],
  ["999999", "999999 does not fit the 12 bits"],
  ["105-100", "Did you mean 100-105?"],
  ["10,20,10", "VLAN 10 is in the list twice"],
  ["untagged,untagged", "Untagged is in the list twice"],
  ["5,1-9", "VLAN 5 is in the list twice"],
  ["ten", '"ten" is neither a VLAN id nor a range'],
  ["-5", '"-5" is neither a VLAN id nor a range'],
  ["1-2-3", "neither a VLAN id nor a range"],
  ["1e3", "neither a VLAN id nor a range"],
  ["99999999999", "neither a VLAN id nor a range"],
  ["untagged,1-4094", "This list has 4095 VLANs; one rack has room for 4094"],
])("%j is refused with the reason", (text, reason) => {
  expect(problemOf(text)).toContain(reason);
});

test("every id fits in one list", () => {
  const read = readVlanList("1-4094");
  expect(read.ok && read.value.length).toBe(4094);
});

test("a list of ids, printed, is read back as it was", () => {
  const ids = fc.uniqueArray(fc.option(fc.integer({ min: 1, max: 4094 })), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(ids, (vids) => {
      const text = vids.map((vid) => vid ?? "untagged").join(", ");
      expect(readVlanList(text)).toEqual({ ok: true, value: vids });
    }),
  );
});

test("whatever is typed is either refused with a sentence or gives ids from 1 to 4094, each once", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."0123456789-, ;untaged\n"), maxLength: 40 }), (text) => {
      const read = readVlanList(text);
      if (!read.ok) {
        expect(read.problem).toMatch(/\.$|\?$/);
        return;
      }
      expect(new Set(read.value).size).toBe(read.value.length);
      expect(read.value.every((vid) => vid === null || (vid >= 1 && vid <= 4094))).toBe(true);
    }),
  );
});

test("a text longer than all ids together is refused", () => {
  expect(problemOf("1,".repeat(12_001))).toContain("longer than 24000 characters");
});
