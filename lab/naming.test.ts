import { describe, expect, it } from "vitest";
import { nativePrefix } from "./kernel-native";
import { deviceNamed, namespaceNamed, namespacesOf, switchNamed } from "./naming";
import { WORLD } from "./world";

describe("names as people write them", () => {
  it("a switch is known by its code and by its namespace, a machine by its name", () => {
    expect(namespaceNamed(WORLD, "116")).toBe("sw-116");
    expect(namespaceNamed(WORLD, "sw-116")).toBe("sw-116");
    expect(namespaceNamed(WORLD, "102A")).toBe("102A");
    expect(namespaceNamed(WORLD, "provider")).toBe("provider");
    expect(namespaceNamed(WORLD, "m-7-1-21")).toBe("m-7-1-21");
    expect(switchNamed(WORLD, "sw-212")?.code).toBe("212");
  });

  it("anything else is nobody", () => {
    expect(namespaceNamed(WORLD, "999")).toBeNull();
    expect(namespaceNamed(WORLD, "m-7")).toBeNull();
    expect(namespaceNamed(WORLD, "../116")).toBeNull();
    expect(switchNamed(WORLD, "102A")).toBeNull();
  });

  it("a port is a bare number or a kernel name", () => {
    expect(deviceNamed("1")).toBe("p-1");
    expect(deviceNamed("a-12")).toBe("a-12");
    expect(deviceNamed("l-31")).toBe("l-31");
    expect(deviceNamed("-w")).toBeNull();
    expect(deviceNamed("0")).toBeNull();
    expect(deviceNamed("a-device-too-long")).toBeNull();
  });
});

it("every namespace of the world has a name of its own, short enough for people and kernel", () => {
  const { switches, machines, others } = namespacesOf(WORLD);
  const all = [...switches, ...machines, ...others];
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((name) => name.length <= 15)).toBe(true);
});

it("two labs on one machine's kernel never share a namespace", () => {
  expect(nativePrefix("/srv/one")).toMatch(/^dt-[0-9a-f]{4}-$/);
  expect(nativePrefix("/srv/one")).not.toBe(nativePrefix("/srv/two"));
});
