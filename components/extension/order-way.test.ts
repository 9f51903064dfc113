import { expect, test } from "vitest";
import type { Hop, Leg } from "@/server/domain/frame-path";
import { STANDARD_TERMS } from "../profile/order-terms";
import { orderAddress } from "./order-steps";
import { fits, linkCodesOf, wayOfChoice, wishOf, withWish } from "./order-way";

function leg(kind: Leg["kind"], name: string, to: string): Leg {
  return { id: name, kind, from: "", to, name, encapsulation: null, stack: [], mtu: null, room: null, points: [] };
}

const PROVIDER: Hop = { kind: "provider", id: "provider-308", code: "308" };

test("the links of a path are its lines and provider links, each once and in order", () => {
  const legs = [
    leg("trunk", "trunk T1", "switch-124"),
    leg("line", "line 226", "switch-222"),
    leg("provider", "provider link 308, switch 222 to the provider", "provider-308"),
    leg("provider", "provider link 308, the provider to switch 220", "switch-220"),
  ];
  expect(linkCodesOf({ legs, hops: [PROVIDER] })).toEqual(["226", "308"]);
});

test("a path inside one datacenter crosses none", () => {
  expect(linkCodesOf({ legs: [leg("cable", "102A to switch 116 port 1", "switch-116")], hops: [] })).toEqual([]);
});

test("an order without a choice says nothing of its way", () => {
  expect(wayOfChoice({ via: [], avoid: [] })).toEqual({});
  expect(wayOfChoice({ via: [], avoid: ["224"] })).toEqual({ way: { via: [], avoid: ["224"] } });
});

test("the address keeps every link that is asked for or avoided", () => {
  const choice = { vlan: "vlan_1", resource: "res_1", via: ["228"], avoid: ["224", "306"], terms: STANDARD_TERMS };
  expect(orderAddress(choice)).toBe("/extensions/new?vlan=vlan_1&resource=res_1&via=228&avoid=224&avoid=306");
});

test("a link is wished for, avoided or left to the best path, one at a time", () => {
  const none = { via: [], avoid: [] };
  const over = withWish(none, "226", "via");
  expect(over).toEqual({ via: ["226"], avoid: [] });
  const not = withWish(over, "226", "avoid");
  expect(not).toEqual({ via: [], avoid: ["226"] });
  expect([none, over, not].map((choice) => wishOf(choice, "226"))).toEqual(["any", "via", "avoid"]);
  expect(withWish(not, "226", "any")).toEqual(none);
});

test("a path fits that uses every link asked for and none that is avoided", () => {
  const choice = { via: ["226"], avoid: ["306"] };
  expect([["226", "228"], ["226", "306"], ["224"]].map((codes) => fits(choice, codes))).toEqual([true, false, false]);
});
