import { describe, expect, test } from "vitest";
import { customerTag, hostTag, portNumber } from "@/agent/protocol";
import type { Crossing, PortAt, Route } from "./attachments";
import { copyEntryAt, copyWay } from "./copy-way";
import type { TrunkEdge } from "./trunk-way";

const at = (switchId: string, number: number): PortAt => ({
  switchId,
  portId: `${switchId}.${number}`,
  number: portNumber.parse(number),
});
const trunk = (code: string, a: PortAt, b: PortAt): TrunkEdge => ({ id: code, code, a, b });
const wire = (near: PortAt, far: PortAt): Crossing => ({
  kind: "pseudowire",
  id: `${near.portId} ${far.portId}`,
  near,
  far,
});

/** A datacenter each: switch and edge switch, joined by a trunk from port 31 to port 1. */
const TRUNKS = ["1", "2", "3"].map((n) => trunk(`T${n}`, at(`s${n}`, 31), at(`e${n}`, 1)));
const RACK = at("s1", 1);
/** Pseudowires from the first datacenter to the others: 5002 and 5003 there, 5001 at the far ends. */
const TO_2 = wire(at("e1", 5002), at("e2", 5001));
const TO_3 = wire(at("e1", 5003), at("e3", 5001));

function route(resource: PortAt, ...crossings: Crossing[]): Route {
  const terms = { resourceKind: "cloud", resourceVlan: "untagged", profile: null, goal: null, loop: null } as const;
  return { ...terms, rack: RACK, resource, crossings };
}
const here = route(at("s1", 11));
const second = route(at("s2", 11), TO_2);
const third = route(at("s3", 11), TO_3);

/** "by which port > to which port" of each switch that copies come to. */
function hops(...[trunks, routes, target]: Parameters<typeof copyWay>): string[] {
  return copyWay(trunks, routes, target).hops.map(({ port, to }) => `${port.portId} > ${to.portId}`);
}
const exits = (...input: Parameters<typeof copyWay>) => Object.fromEntries(copyWay(...input).exits);

describe("copies", () => {
  test("that are all made where the resource hangs go nowhere", () => {
    expect(copyWay(TRUNKS, [here], here)).toEqual({ hops: [], exits: new Map() });
  });

  test("go over trunks and the pseudowire of the extension that reaches the resource, and leave as its frames", () => {
    expect(exits(TRUNKS, [here], second)).toEqual({ s1: 31 });
    expect(hops(TRUNKS, [here], second)).toEqual(["e1.1 > e1.5002", "e2.5001 > e2.1", "s2.31 > s2.11"]);
    expect(copyWay(TRUNKS, [here], second).hops.map((hop) => hop.clientVlan)).toEqual([null, null, "untagged"]);
  });

  test("of a resource elsewhere come back to the rack's datacenter and go on from there, by nothing that was not approved", () => {
    expect(exits(TRUNKS, [third], second)).toEqual({ s1: 31, s3: 31 });
    expect(hops(TRUNKS, [third], second).sort()).toEqual(
      ["e1.1 > e1.5002", "e1.5003 > e1.5002", "e2.5001 > e2.1", "e3.1 > e3.5001", "s2.31 > s2.11"].sort(),
    );
  });

  test("of a resource elsewhere for one beside the rack end in its datacenter", () => {
    expect(hops(TRUNKS, [second], here)).toEqual(["e2.1 > e2.5001", "e1.5002 > e1.1", "s1.31 > s1.11"]);
  });

  test("of a resource beside the target stay in their datacenter", () => {
    const beside = route(at("f2", 12), TO_2);
    const trunks = [...TRUNKS, trunk("T4", at("s2", 32), at("f2", 31))];
    expect(exits(trunks, [beside], second)).toEqual({ s1: 31, f2: 31 });
    expect(hops(trunks, [beside], second)).toContain("s2.32 > s2.11");
  });

  test("have one next port on every switch where trunks make a ring", () => {
    const ring = ["a", "b", "c", "d"].map((name, index, all) =>
      trunk(`R${index}`, at(name, 1), at(all[(index + 1) % all.length] ?? "", 2)),
    );
    const target = route(at("c", 11));
    const routes = ["a", "b", "d"].map((name) => ({ ...route(at(name, 12)), rack: at("a", 12) }));
    const way = copyWay(ring, routes, target);
    const next = new Map<string, Set<string>>();
    for (const { port, to } of way.hops) next.set(port.switchId, (next.get(port.switchId) ?? new Set()).add(to.portId));
    for (const [switchId, number] of way.exits) {
      next.set(switchId, (next.get(switchId) ?? new Set()).add(at(switchId, number).portId));
    }
    expect([...next.values()].every((ports) => ports.size === 1)).toBe(true);
    expect(next.has("c")).toBe(true);
  });

  test("have no way where nothing leads", () => {
    expect(copyWay([], [here], route(at("s9", 11)))).toEqual({ hops: [], exits: new Map() });
  });
});

test("an entry keeps the pair on in between, and names the VLAN at the resource", () => {
  const pair = { hostTag: hostTag.parse(100), customerTag: customerTag.parse(205) };
  const [between, last] = copyWay(TRUNKS, [here], second).hops.filter(({ port }) => port.number !== 5001);
  const entry = { kind: "copy", ...pair };
  expect(between && copyEntryAt(pair, between)).toEqual({ ...entry, key: "1/100.205", port: 1, to: 5002 });
  expect(last && copyEntryAt(pair, last)).toEqual({
    ...entry,
    key: "31/100.205",
    port: 31,
    to: 11,
    clientVlan: "untagged",
  });
});
