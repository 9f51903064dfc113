/** Desired states and kernels by chance, for property tests. */
import fc from "fast-check";
import type { Actual, ActualFilter, ActualLink } from "./actual";
import type { Operation } from "./operation";
import { plan } from "./plan";
import { type DesiredState, desiredHash, desiredPort, type MapEntry, mapEntry, mapEntryKey } from "./protocol";
import { simulate } from "./simulate";

const CLIENT_PORTS = [1, 2, 3];
const LINK_PORT = 31;

/** One segment: its pair and number, and where it is attached. */
const segment = fc.record({
  places: fc.uniqueArray(fc.constantFrom(...CLIENT_PORTS, LINK_PORT), { minLength: 1 }),
  clientVlan: fc.constantFrom(10, 20, 30, "untagged"),
  number: fc.integer({ min: 1, max: 8 }),
  hostTag: fc.constantFrom(100, 101),
});
type Segment = typeof segment extends fc.Arbitrary<infer T> ? T : never;

/** Entries as the portal makes them: a key, and a segment number on a switch, has one owner. */
function entriesOf(segments: readonly Segment[]): MapEntry[] {
  const entries = new Map<string, MapEntry>();
  for (const [index, { places, clientVlan, number, hostTag }] of segments.entries()) {
    for (const port of places) {
      const kind = port === LINK_PORT ? "trunk" : "attachment";
      const draft = { kind, key: "", port, clientVlan, hostTag, customerTag: 200 + index, segment: number };
      const entry = mapEntry.parse(draft);
      const key = mapEntryKey(entry);
      if (!entries.has(key)) entries.set(key, { ...entry, key });
    }
  }
  return [...entries.values()];
}

const farMac = fc.constantFrom(null, "02:00:00:00:00:aa", "02:00:00:00:00:bb");

/** A desired state of a switch with up to three client ports and a link port. */
export const desiredStates: fc.Arbitrary<DesiredState> = fc
  .record({
    clients: fc.subarray(CLIENT_PORTS),
    link: fc.option(fc.record({ farMac, labelOut: fc.constantFrom(1201, 1202) }), { nil: null }),
    segments: fc.uniqueArray(segment, { selector: ({ number }) => number, maxLength: 5 }),
  })
  .map(({ clients, link, segments }) => {
    const ports = clients.map((number) => desiredPort.parse({ number, kind: "client", encapsulation: null }));
    if (link !== null) {
      const encapsulation = { kind: "vpls", labelIn: 1102, ...link };
      ports.push(desiredPort.parse({ number: LINK_PORT, kind: "link", encapsulation }));
    }
    const numbers = new Set<number>(ports.map(({ number }) => number));
    const parts = { ports, entries: entriesOf(segments).filter(({ port }) => numbers.has(port)) };
    return { number: 1, hash: desiredHash(parts), ...parts };
  });

function given(name: string, mtu: number): ActualLink {
  const mac = `02:00:00:00:10:${String(name.length).padStart(2, "0")}`;
  const plain = { up: false, alias: null, master: null, peer: null, quiet: false, promiscuous: false, bridge: null };
  return { ...plain, name, mac, mtu, kind: "veth" };
}

/** The switch as it is handed over: cables, lines, and what an operator has of his own. */
export const HANDED_OVER: Actual = {
  links: [
    ...CLIENT_PORTS.map((port) => given(`p-${port}`, 9000)),
    given(`l-${LINK_PORT}`, 9100),
    { ...given("operators", 1500), kind: "bridge", up: true },
  ],
  ingress: ["p-1"],
  filters: [foreign("p-1", 5), foreign("p-1", 40), foreign("operators", 10)],
  vlans: [{ device: "operators", vid: 1, flags: ["PVID", "Egress Untagged"] }],
};

function foreign(device: string, priority: number): ActualFilter {
  const match = { kind: "other", classifier: "flower", text: "an operator's" } as const;
  const filter = { device, priority, protocol: "ip", handle: 1, match, actions: [{ kind: "drop" }] } as const;
  return { filter, ours: false, frames: 7, octets: 700 };
}

/** What a hand can do to a switch: lose things, alter rules, take links down. */
const damage = fc.record({ kind: fc.constantFrom("rule", "alter", "vlan", "link", "down", "flag"), at: fc.nat(40) });

function damaged(actual: Actual, { kind, at }: { kind: string; at: number }): Actual {
  const rules = actual.filters.filter(({ ours }) => ours);
  const rule = rules[at % Math.max(1, rules.length)];
  const links = actual.links.filter(({ alias }) => alias !== null);
  const link = links[at % Math.max(1, links.length)];
  const vlans = actual.vlans.filter(({ device }) => device !== "operators");
  const vlan = vlans[at % Math.max(1, vlans.length)];
  if (kind === "rule") return { ...actual, filters: actual.filters.filter((item) => item !== rule) };
  if (kind === "alter" && rule !== undefined) {
    const altered: ActualFilter = {
      ...rule,
      ours: false,
      filter: { ...rule.filter, actions: [{ kind: "drop" }, { kind: "pop" }] },
    };
    return { ...actual, filters: actual.filters.map((item) => (item === rule ? altered : item)) };
  }
  if (kind === "vlan") return { ...actual, vlans: actual.vlans.filter((item) => item !== vlan) };
  if (kind === "flag" && vlan !== undefined) {
    return { ...actual, vlans: actual.vlans.map((item) => (item === vlan ? { ...vlan, flags: ["PVID"] } : item)) };
  }
  if (link === undefined) return actual;
  if (kind === "link") return simulate(actual, [{ kind: "delete-link", device: link.name, scope: NOBODY }]);
  return { ...actual, links: actual.links.map((item) => (item === link ? { ...link, up: false, mtu: 1500 } : item)) };
}

const NOBODY: Operation["scope"] = { port: null, entry: null };

/** A switch that followed another desired state and was then meddled with. */
export const kernels: fc.Arbitrary<Actual> = fc
  .record({ before: fc.option(desiredStates, { nil: null }), damages: fc.array(damage, { maxLength: 4 }) })
  .map(({ before, damages }) => {
    const followed = before === null ? HANDED_OVER : simulate(HANDED_OVER, plan(before, HANDED_OVER));
    return damages.reduce(damaged, followed);
  });
