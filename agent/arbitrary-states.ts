/** Desired states and kernels by chance, for property tests. */
import fc from "fast-check";
import type { Actual, ActualFilter, ActualLink } from "./actual";
import { CONTROL_PROTOCOLS } from "./control-frames";
import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "./encapsulation/kinds";
import type { Operation } from "./operation";
import { plan } from "./plan";
import {
  type DesiredState,
  datacenterTag,
  desiredHash,
  desiredLink,
  desiredPort,
  type MapEntry,
  macAddress,
  mapEntry,
  mapEntryKey,
  portNumber,
  probeAddress,
  type Transit,
  transit,
  transitKey,
  transitProbeAddress,
} from "./protocol";
import { WHOLE_SWITCH } from "./scope";
import { NO_FULL_QUOTA, NONE_KNOWN } from "./serving";
import { simulate } from "./simulate";
import type { ChosenPaths } from "./wanted";

const CLIENT_PORTS = [1, 2, 3];
/** Where this switch may stand in front of another one, and the port that then leads there. */
const FRONT_PORT = 3;
const UPLINK = 22;
const TRUNK_PORT = 21;
const PSEUDOWIRE = 5001;
const LINES = [31, 32];
const PROVIDER_LINKS = [33, 34];

const mac = fc.constantFrom("02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:00:03");
const bandwidth = fc.constantFrom(8_000, 1_234_567, 10_000_000, 999_999_999, 400_000_000_000);
const profile = fc.record({
  bandwidth: fc.option(bandwidth),
  flood: fc.option(bandwidth),
  macs: fc.option(fc.uniqueArray(mac)),
  macQuota: fc.option(fc.constantFrom(1, 2)),
  carried: fc.subarray([...CONTROL_PROTOCOLS]),
});

const layer4 = fc.record({ ipProtocol: fc.constantFrom("tcp", "udp"), destinationPort: fc.constantFrom(53, 443) });
const addresses = fc.record(
  {
    sourceIp: fc.constantFrom("10.1.2.3/8", "192.168.0.1/32", "0.0.0.0/0"),
    destinationIp: fc.constantFrom("192.168.0.77/30"),
  },
  { requiredKeys: [] },
);
const clientMatch = fc.oneof(
  fc.record({ sourceMac: mac, destinationMac: mac, priority: fc.nat(7) }, { requiredKeys: [] }),
  fc.record({ etherType: fc.constantFrom(0x0800, 0x0806, 0x86dd, 0x8100, 0x88a8, 0x8847, 0x88b5), sourceMac: mac }),
  fc.record({ destinationMac: mac, etherType: fc.constantFrom(0x88b5) }),
  addresses,
  fc.tuple(addresses, layer4).map(([ip, ports]) => ({ ...ip, ...ports })),
  fc.constant({ ipProtocol: "icmp" }),
);
const clientAction = fc.oneof(
  fc.constantFrom({ kind: "drop" }, { kind: "allow" }),
  bandwidth.map((rate) => ({ kind: "rate-limit", bandwidth: rate })),
  fc.constantFrom(...CLIENT_PORTS).map((port) => ({ kind: "mirror", port })),
  fc
    .record({ port: fc.constantFrom(TRUNK_PORT, PSEUDOWIRE), innerVlan: fc.constantFrom(10, 40, "untagged") })
    .map(({ port, innerVlan }) => ({
      ...{ kind: "mirror", port },
      onward: { hostTag: 100, customerTag: 950, innerVlan },
    })),
);
const rules = fc
  .array(fc.record({ match: clientMatch, action: clientAction }), { maxLength: 3 })
  .map((drafts) => drafts.map((draft, index) => ({ id: `rule-${index}`, ...draft })));

/** One segment: its pair and number, and where it is attached. Numbers from 4,095 live on further bridges. */
const segment = fc.record({
  places: fc.uniqueArray(fc.constantFrom(...CLIENT_PORTS, TRUNK_PORT, PSEUDOWIRE), { minLength: 1 }),
  clientVlan: fc.constantFrom(10, 20, 30, "untagged"),
  innerVlan: fc.constantFrom(undefined, undefined, 10, 40, "untagged"),
  number: fc.constantFrom(1, 2, 3, 4094, 4095, 4096, 4097, 8189),
  hostTag: fc.constantFrom(100, 101),
  customerTagged: fc.constantFrom(undefined, true),
  loopUntil: fc.constantFrom(undefined, undefined, 4_000_000_000_000),
  profile: fc.option(profile, { nil: undefined }),
  rules: fc.option(rules, { nil: undefined }),
});
type Segment = typeof segment extends fc.Arbitrary<infer T> ? T : never;

/** Entries as the portal makes them: a key, and a segment number on a switch, has one owner. */
function entriesOf(segments: readonly Segment[]): MapEntry[] {
  const entries = new Map<string, MapEntry>();
  for (const [index, { places, clientVlan, number, hostTag, ...terms }] of segments.entries()) {
    for (const port of places) {
      const kind = CLIENT_PORTS.includes(port) ? "attachment" : "trunk";
      const pair = { hostTag, customerTag: 200 + index };
      const draft = { kind, key: "", port, clientVlan, ...pair, segment: number, ...terms };
      const entry = mapEntry.parse(draft);
      const key = mapEntryKey(entry);
      if (!entries.has(key)) entries.set(key, { ...entry, key });
    }
  }
  return [...entries.values()];
}

/** Copies from another switch, to a third one or to a machine's port. */
const copy = fc.record({
  port: fc.constantFrom(TRUNK_PORT, PSEUDOWIRE),
  to: fc.constantFrom(...CLIENT_PORTS, TRUNK_PORT, PSEUDOWIRE),
});
type CopyWay = typeof copy extends fc.Arbitrary<infer T> ? T : never;

/** Each under a pair of its own; at a machine's port as frames of an attachment of the same client system. */
function copyEntries(ways: readonly CopyWay[], known: ReadonlySet<number>, entries: readonly MapEntry[]): MapEntry[] {
  return ways.flatMap(({ port, to }, index) => {
    if (!known.has(port) || !known.has(to) || port === to) return [];
    const target = entries.find((entry) => entry.kind === "attachment" && entry.port === to);
    const isMachine = CLIENT_PORTS.includes(to);
    if (isMachine && target?.kind !== "attachment") return [];
    const at = target?.kind === "attachment" ? { hostTag: target.hostTag, clientVlan: target.clientVlan } : {};
    const draft = { kind: "copy", key: "", port, to, hostTag: 100, customerTag: 900 + index, ...at };
    const entry = mapEntry.parse(draft);
    return [{ ...entry, key: mapEntryKey(entry) }];
  });
}

/** What a switch in front holds of an attachment at its port. */
function relayed(entry: MapEntry): MapEntry {
  if (entry.kind !== "attachment" || entry.port !== FRONT_PORT) return entry;
  const { key, port, clientVlan, customerTag, loopUntil } = entry;
  return mapEntry.parse({ kind: "relay", key, port, clientVlan, customerTag, uplink: UPLINK, loopUntil });
}

/** The kind that is sent, and the kinds that are taken in: as during a change of encapsulation. */
function spoken<Name extends string>(names: readonly Name[]) {
  return fc.record({
    send: fc.constantFrom(...names),
    accept: fc.subarray([...names], { minLength: 1, maxLength: 2 }),
  });
}

const farMac = fc.constantFrom(null, "02:00:00:00:00:aa", "02:00:00:00:00:bb");
const lines = fc
  .subarray(LINES)
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number) =>
        fc
          .record({ farMac, speech: spoken(LINE_ENCAPSULATIONS) })
          .map((it) => desiredLink.parse({ medium: "line", number, farMac: it.farMac, ...it.speech })),
      ),
    ),
  );
const providerLinks = fc.subarray(PROVIDER_LINKS).chain((numbers) =>
  fc.tuple(
    ...numbers.map((number) =>
      fc
        .record({
          longHaul: fc.constantFrom(7000, 7010),
          mtu: fc.constantFrom(9200, 1600),
          speech: spoken(PROVIDER_ENCAPSULATIONS),
        })
        .map(({ longHaul, mtu, speech }) =>
          desiredLink.parse({
            medium: "provider",
            number,
            local: `203.0.113.${number}`,
            remote: "203.0.113.99",
            longHaul: longHaul + number,
            mtu,
            ...speech,
          }),
        ),
    ),
  ),
);

const anyLink = fc.constantFrom(...LINES, ...PROVIDER_LINKS);
/** Paths over links that are there and over links that are not; tags are unique, as the portal gives them. */
const paths = fc
  .uniqueArray(anyLink, { maxLength: 3 })
  .map((links) => links.map((link) => ({ link, tagOut: 1000 + link, tagIn: 2000 + link })));
const tagBack = fc.constantFrom(undefined, 3100, 3101);
const transits = fc
  .uniqueArray(fc.record({ from: anyLink, to: anyLink, tagBack }), {
    selector: ({ from, to }) => `${from} ${to}`,
    maxLength: 3,
  })
  .map((pairs) => pairs.filter(({ from, to }) => from !== to).map((pair, index) => transitWith(pair, 3000 + index)));

function transitWith({ tagBack, ...ends }: { from: number; to: number; tagBack?: number }, number: number): Transit {
  const tag = datacenterTag.parse(number);
  const answer = tagBack === undefined ? {} : { answer: { probe: transitProbeAddress(7, tag), tagBack } };
  const parsed = transit.parse({ ...ends, key: "", tag, ...answer });
  return { ...parsed, key: transitKey(parsed) };
}

/** A desired state of a switch with up to three client ports, a trunk, a pseudowire, four links and transits between them. */
export const desiredStates: fc.Arbitrary<DesiredState> = fc
  .record({
    clients: fc.subarray(CLIENT_PORTS),
    areProbed: fc.constantFrom(false, false, true),
    isFront: fc.boolean(),
    trunk: fc.constantFrom(null, {}, { mostOctets: 2_014 }, { mostOctets: 9_014 }),
    paths: fc.option(paths, { nil: null }),
    lines,
    providerLinks,
    transits,
    segments: fc.uniqueArray(segment, { selector: ({ number }) => number, maxLength: 5 }),
    copies: fc.oneof(fc.constant([]), fc.array(copy, { maxLength: 2 })),
  })
  .map(({ clients, areProbed, isFront, trunk, paths, lines, providerLinks, transits, segments, copies }) => {
    const probeAt = (port: number) => (areProbed ? { probe: probeAddress(7, portNumber.parse(port)) } : {});
    const ports = [
      ...clients.map((number) => desiredPort.parse({ number, kind: "client", ...probeAt(number) })),
      ...(isFront ? [desiredPort.parse({ number: UPLINK, kind: "trunk", ...probeAt(UPLINK) })] : []),
      ...(trunk === null
        ? []
        : [desiredPort.parse({ number: TRUNK_PORT, kind: "trunk", ...trunk, ...probeAt(TRUNK_PORT) })]),
      ...(paths === null
        ? []
        : [desiredPort.parse({ number: PSEUDOWIRE, kind: "pseudowire", paths, ...probeAt(PSEUDOWIRE) })]),
    ];
    const numbers = new Set<number>(ports.map(({ number }) => number));
    const held = entriesOf(segments).filter(({ port }) => numbers.has(port));
    const attached = isFront ? held.map(relayed) : held;
    const entries = [...attached, ...copyEntries(copies, numbers, attached)];
    const parts = { ports, links: [...lines, ...providerLinks], transits, entries };
    return { number: 1, hash: desiredHash(parts), ...parts };
  });

/** Which path the pseudowire sends by. */
export const choices: fc.Arbitrary<ChosenPaths> = fc
  .integer({ min: 0, max: 3 })
  .map((index) => new Map([[portNumber.parse(PSEUDOWIRE), index]]));

function given(name: string, mtu: number): ActualLink {
  const mac = `02:00:00:00:10:${String(name.length).padStart(2, "0")}`;
  const state = { up: false, alias: null, master: null, quiet: false, promiscuous: false };
  return { ...state, name, mac, mtu, kind: "veth", peer: null, bridge: null, tunnel: null };
}

/** The switch as it is handed over: cables, lines, and what an operator has of his own. */
export const HANDED_OVER: Actual = {
  links: [
    ...[...CLIENT_PORTS, UPLINK, TRUNK_PORT].map((port) => given(`p-${port}`, 9000)),
    ...[...LINES, ...PROVIDER_LINKS].map((link) => given(`l-${link}`, 9200)),
    { ...given("operators", 1500), kind: "bridge", up: true },
  ],
  ingress: ["p-1", "l-33"],
  filters: [foreign("p-1", 5), foreign("p-1", 40), foreign("operators", 10), foreign("l-33", 10)],
  vlans: [{ device: "operators", vid: 1, flags: ["PVID", "Egress Untagged"] }],
  fullQuotas: NO_FULL_QUOTA,
  known: NONE_KNOWN,
  overfull: [],
};

function foreign(device: string, priority: number): ActualFilter {
  const match = { kind: "other", classifier: "flower", text: "an operator's" } as const;
  const filter = { device, priority, protocol: "ip", handle: 1, match, actions: [{ kind: "drop" }] } as const;
  return { filter, ours: false, met: 7, frames: 7, octets: 700 };
}

/** What a hand can do to a switch: lose things, alter rules and tunnels, take links down. */
const damage = fc.record({
  kind: fc.constantFrom("rule", "alter", "vlan", "link", "down", "flag", "tunnel"),
  at: fc.nat(60),
});

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
  if (kind === "tunnel") return { ...actual, links: actual.links.map(meddled) };
  if (link === undefined) return actual;
  if (kind === "link") return simulate(actual, [{ kind: "delete-link", device: link.name, scope: NOBODY }]);
  return { ...actual, links: actual.links.map((item) => (item === link ? { ...link, up: false, mtu: 1500 } : item)) };
}

function meddled(link: ActualLink): ActualLink {
  return link.tunnel === null ? link : { ...link, tunnel: { ...link.tunnel, remote: "198.51.100.1" } };
}

const NOBODY: Operation["scope"] = WHOLE_SWITCH;

/** A switch that followed another desired state and was then meddled with. */
export const kernels: fc.Arbitrary<Actual> = fc
  .record({
    before: fc.option(desiredStates, { nil: null }),
    damages: fc.array(damage, { maxLength: 4 }),
    isCrowded: fc.boolean(),
  })
  .map(({ before, damages, isCrowded }) => {
    const handedOver = isCrowded ? { ...HANDED_OVER, fullQuotas: CROWD, known: CROWD } : HANDED_OVER;
    const followed = before === null ? handedOver : simulate(handedOver, plan(before, handedOver));
    const overfull =
      isCrowded && before !== null ? followed.vlans.slice(1, 2).map(({ device, vid }) => ({ device, vid })) : [];
    return damages.reduce(damaged, { ...followed, overfull });
  });

/** Two addresses fill every quota that there can be. */
const CROWD = new Map(
  CLIENT_PORTS.flatMap((port) => ["10", "20", "30", "untagged"].map((vlan) => `${port}/${vlan}`)).map((key) => [
    key,
    ["02:00:00:00:00:01", "02:00:00:00:00:02"].map((text) => macAddress.parse(text)),
  ]),
);
