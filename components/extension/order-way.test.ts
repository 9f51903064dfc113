import { expect, test } from "vitest";
import type { Hop, Leg } from "@/server/domain/frame-path";
import { STANDARD_TERMS } from "../profile/order-terms";
import { orderAddress } from "./order-steps";
import { linkCodesOf, wayOfChoice } from "./order-way";

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
  expect(wayOfChoice({ avoid: [] })).toEqual({});
  expect(wayOfChoice({ avoid: ["224"] })).toEqual({ way: { via: [], avoid: ["224"] } });
});

test("the address keeps every link that is avoided", () => {
  const choice = { vlan: "vlan_1", resource: "res_1", avoid: ["224", "306"], terms: STANDARD_TERMS };
  expect(orderAddress(choice)).toBe("/extensions/new?vlan=vlan_1&resource=res_1&avoid=224&avoid=306");
});
