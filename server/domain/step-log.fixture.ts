import { clientVlan, datacenterTag, longHaulId, portNumber } from "@/agent/protocol";
import type { CrossingFact, OrderFacts, PlaceFact, VlanFact } from "./step-log-facts";
import { lifeOf, type MoveFact } from "./step-log-life";
import type { WayFact, WayLinkFact } from "./step-log-proof";

/** 2031-05-02 10:00 UTC, when the demo's orders are placed. */
export const ORDERED_AT = Date.UTC(2031, 4, 2, 10);

const MINUTE = 60_000;
const end = (switchCode: string, port: number) => ({ switchCode, port: portNumber.parse(port) });

/** VLAN 10 of rack 202, and two more. */
export function vlanOf(vid: number, customerTag: number, declaredAt = ORDERED_AT - MINUTE): VlanFact {
  return { vlan: clientVlan.parse(vid), name: `lan ${customerTag}`, hostTag: 2000, customerTag, declaredAt };
}

export const LINE_224: WayLinkFact = {
  ...{ code: "224", medium: "line", encapsulation: "vpls", longHaul: null },
  ...{ near: end("220", 31), far: end("124", 31) },
};
export const PROVIDER_306: WayLinkFact = {
  ...{ code: "306", medium: "provider", encapsulation: "vxlan", longHaul: longHaulId.parse(7001) },
  ...{ near: end("220", 33), far: end("124", 33) },
};

/** From DC2 to DC1 over these links. */
export function wayOver(...links: WayLinkFact[]): WayFact {
  return { tagToFar: datacenterTag.parse(1104), tagToNear: datacenterTag.parse(1204), links };
}

export function crossingOver(way: WayFact | null, over: Partial<CrossingFact["request"]> = {}): CrossingFact {
  const request = {
    id: "req_1",
    state: "approved",
    decidedBy: "Olive",
    decidedAt: ORDERED_AT + 1,
    reason: null,
  } as const;
  return { request: { ...request, ...over }, way, wayBy: "report" };
}

function place(switchCode: string, port: number, portKind: PlaceFact["portKind"], key: string): PlaceFact {
  const datacenter = ["212", "220"].includes(switchCode) ? "DC2" : "DC1";
  const common = { switchCode, datacenter, port, portKind, key, segment: 1, change: 4 };
  return { ...common, kernel: { key, state: "present" }, reportedAt: ORDERED_AT + 2_000 };
}

const NEAR = [
  place("212", 1, "client", "1/10"),
  place("212", 41, "trunk", "41/2000.200"),
  place("220", 41, "trunk", "41/2000.200"),
];
const JOINT = [place("220", 5001, "pseudowire", "5001/2000.200"), place("124", 5001, "pseudowire", "5001/2000.200")];
const FAR = [
  place("124", 41, "trunk", "41/2000.200"),
  place("116", 41, "trunk", "41/2000.200"),
  place("116", 14, "cloud", "14/10"),
];
const LOCAL = [place("212", 1, "client", "1/10"), place("212", 11, "cloud", "11/10")];

/** An order of rack 202 in DC2: to 110D in DC1 when it crosses, else to 210 beside it. */
export function orderFacts(
  moves: readonly MoveFact[],
  { crossing = null, ...over }: Partial<OrderFacts> = {},
): OrderFacts {
  const own = vlanOf(10, 200);
  const cloud208 = { code: "208", datacenter: "DC2", establishedAt: ORDERED_AT - 9 * MINUTE };
  const cloud108 = { code: "108", datacenter: "DC1", establishedAt: ORDERED_AT - 8 * MINUTE };
  const far = {
    name: "110D",
    kind: "physical",
    cloud: cloud108,
    datacenter: "DC1",
    switchCode: "116",
    port: 14,
  } as const;
  const near = {
    name: "210",
    kind: "physical",
    cloud: cloud208,
    datacenter: "DC2",
    switchCode: "212",
    port: 11,
  } as const;
  const count = { switchCode: "212", port: 1, direction: "in", frames: 3 } as const;
  return {
    life: lifeOf(moves),
    rack: {
      ...{ name: "202", series: "C", hostTag: 2000, datacenter: "DC2", switchCode: "212", port: 1 },
      registeredAt: ORDERED_AT - 5 * MINUTE,
    },
    resource: { ...(crossing === null ? near : far), vlan: own.vlan },
    nearCloud: cloud208,
    crossing,
    vlan: own,
    vlansAtOrder: [own],
    vlansSince: [],
    places: crossing === null ? LOCAL : [...NEAR, ...JOINT, ...FAR],
    counts: { toResource: [count], toRack: [] },
    proof: null,
    lan: [],
    others: { sameVid: 1, sameRange: 0 },
    ...over,
  };
}

/** Transitions one second apart, from the order on. */
export function movesTo(...states: MoveFact["to"][]): MoveFact[] {
  return states.map((to, index) => ({
    ...{ from: states[index - 1] ?? null, to, at: ORDERED_AT + index * 1_000 },
    ...{ by: to === "configured" || to === "live" ? "agent of switch 116" : "Cleo", reason: null },
  }));
}
