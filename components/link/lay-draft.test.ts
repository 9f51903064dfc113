import { expect, test } from "vitest";
import { EMPTY_LINK, encapsulationsFor, isFault, type LinkDraft, linkOf } from "./lay-draft";
import { triangle } from "./link.fixture";

const LINE: LinkDraft = {
  ...EMPTY_LINK,
  code: " 230 ",
  a: { switchCode: "124", port: "34", address: "" },
  b: { switchCode: "222", port: "35", address: "" },
  mtu: "9100",
  latency: "0.25",
};

test("a line is sent without what only a provider link has", () => {
  expect(linkOf({ ...LINE, longHaul: "typed before" })).toEqual({
    ...{ medium: "line", code: "230", mtu: 9100, cost: 10, latencyMicros: 250, encapsulation: "vpls" },
    a: { switchCode: "124", port: 34 },
    b: { switchCode: "222", port: 35 },
  });
});

test("a provider link has addresses and a long-haul id", () => {
  const provider: LinkDraft = {
    ...LINE,
    medium: "provider",
    longHaul: "7003",
    a: { ...LINE.a, address: "203.0.113.17 " },
  };
  expect(linkOf(provider)).toMatchObject({
    ...{ medium: "provider", longHaul: 7003, encapsulation: "vxlan" },
    ...{ a: { address: "203.0.113.17" }, b: { address: "" } },
  });
});

test("what is missing is named at its field, in the order of the form", () => {
  const fieldOf = (draft: LinkDraft) => {
    const read = linkOf(draft);
    return isFault(read) ? read.field : null;
  };
  expect(fieldOf(EMPTY_LINK)).toBe("a.switchCode");
  expect(fieldOf({ ...LINE, b: { ...LINE.b, port: "" } })).toBe("b.port");
  expect(fieldOf({ ...LINE, medium: "provider" })).toBe("longHaul");
  expect(fieldOf({ ...LINE, mtu: "nine" })).toBe("mtu");
});

test("encapsulations have the names that links of the kind show, or their own where there is none", () => {
  expect(encapsulationsFor("line", triangle()).map(({ text }) => text)).toEqual([
    "VPLS label, 18 octets",
    "third Q tag, 4 octets",
  ]);
  expect(encapsulationsFor("provider", []).map(({ text }) => text)).toEqual(["vxlan", "nvgre", "mpls-gre"]);
});
