import { describe, expect, test } from "vitest";
import { highestFree, lowestFree, readMachineAddress } from "./machine-address";

describe("a free address of a range", () => {
  test("is the highest or lowest that nobody has, never the network's own nor its broadcast address", () => {
    expect(highestFree("10.20.30.0/24", new Set())).toBe("10.20.30.254/24");
    expect(highestFree("10.20.30.0/24", new Set(["10.20.30.254/24", "10.20.30.253/24"]))).toBe("10.20.30.252/24");
    expect(lowestFree("192.168.0.0/24", new Set(["192.168.0.1/24"]))).toBe("192.168.0.2/24");
  });

  test("is both of a /31 and the one of a /32, then none", () => {
    expect(highestFree("10.0.0.2/31", new Set(["10.0.0.3/31"]))).toBe("10.0.0.2/31");
    expect(highestFree("10.0.0.2/31", new Set(["10.0.0.3/31", "10.0.0.2/31"]))).toBeNull();
    expect(lowestFree("255.255.255.255/32", new Set())).toBe("255.255.255.255/32");
  });

  test("is not there in IPv6", () => {
    expect(highestFree("2001:db8::/64", new Set())).toBeNull();
  });
});

describe("an address that somebody typed", () => {
  test("takes the prefix length of its VLAN's range", () => {
    expect(readMachineAddress(" 10.20.30.9 ", "10.20.30.0/24")).toEqual({ ok: true, value: "10.20.30.9/24" });
    expect(readMachineAddress("10.20.30.9/24", "10.20.30.0/24")).toEqual({ ok: true, value: "10.20.30.9/24" });
  });

  test.each(["10.20.31.9", "10.20.30.0", "10.20.30.255", "10.20.30.9/25"])("is refused outside of it: %s", (text) => {
    expect(readMachineAddress(text, "10.20.30.0/24")).toEqual({
      ok: false,
      problem: `${text} is not an address of a machine in 10.20.30.0/24. Choose one from 10.20.30.1 to 10.20.30.254.`,
    });
  });

  test("needs a prefix length of its own where the VLAN has no range", () => {
    expect(readMachineAddress("10.1.2.3", null)).toMatchObject({ ok: false });
    expect(readMachineAddress("10.1.2.3/16", null)).toEqual({ ok: true, value: "10.1.2.3/16" });
    expect(readMachineAddress("10.1.2.3/33", null)).toMatchObject({ ok: false });
    expect(readMachineAddress("fe80::1/64", null)).toMatchObject({ ok: false });
  });
});
