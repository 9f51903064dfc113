import { type Case, exactly, type Figure } from "./case";
import { BROADCAST, frameHex, hex, markedPayload, marker, tagOctets } from "./frame";
import { besideNeighbour, neighbourLoss } from "./neighbour";
import { type AbuseStage, CLIENT_MAC, TENANT_A, TENANT_B, taggedEntries, untaggedEntries } from "./stage";

const MARK = marker(0x855201);
const ALL_NODES = "333300000001";
const B_MACHINES = [TENANT_B.client, TENANT_B.resource];
/** Each wrapped attack is sent so often. */
const TIMES = { full: 200, short: 10 } as const;

/** What an attacker hides: a router advertisement, an ARP answer and a DHCP offer, each with our marker in its payload. */
const ATTACKS = [
  { name: "RA", to: ALL_NODES, type: "86dd", payload: routerAdvertisement() },
  { name: "ARP", to: BROADCAST, type: "0806", payload: arpAnswer() },
  { name: "DHCP", to: BROADCAST, type: "0800", payload: dhcpOffer() },
] as const;
type Attack = (typeof ATTACKS)[number];

/** Priority tags (VLAN 0) alone, stacked, over and under other tags. */
const TAGS = ["", "81000000", "8100e000", "88a80000", "8100000081000000", "88a8000081000000"].flatMap((outer) =>
  ["", TENANT_A.vlan, TENANT_B.hostTag].map((id) =>
    id === "" ? outer : outer + tagOctets([{ type: "8100", id: Number(id) }]),
  ),
);
/** The payload as EtherType says it, in LLC/SNAP, in LLC/SNAP with a wrong length, and in SNAP with a VLAN tag inside. */
const FORMS: readonly ((attack: Attack) => string)[] = [
  ({ type, payload }) => type + payload,
  ({ type, payload }) => hex(8 + payload.length / 2, 2) + snap(type) + payload,
  ({ type, payload }) => `0000${snap(type)}${payload}`,
  ({ type, payload }) => hex(12 + payload.length / 2, 2) + snap("8100") + hex(TENANT_A.vlan, 2) + type + payload,
  ({ type, payload }) => hex(12 + payload.length / 2, 2) + snap("8100") + hex(0, 2) + type + payload,
];

/** CERT VU#855201: priority tags and LLC/SNAP headers that slip past filters which read the EtherType. */
export const VU855201: Case = {
  name: "vu855201",
  title: "RA, ARP and DHCP behind priority tags and LLC/SNAP (VU#855201): none may arrive at another tenant's port",
  async run(stage, size) {
    await stage.desire([...taggedEntries(TENANT_A), ...taggedEntries(TENANT_B)]);
    const tagged = await attack(stage, TIMES[size], "tagged");
    await stage.desire([TENANT_A, TENANT_B].flatMap((one) => [...taggedEntries(one), ...untaggedEntries(one)]));
    return [...tagged, ...(await attack(stage, TIMES[size], "tagged and untagged"))];
  },
};

async function attack(stage: AbuseStage, times: number, profile: string): Promise<Figure[]> {
  const own = tagOctets([{ type: "8100", id: TENANT_A.vlan }]);
  const wrapped = TAGS.filter(
    (tags) => tags.startsWith("81000000") || tags.startsWith("8100e000") || tags.startsWith("88a8"),
  );
  const others = TAGS.filter((tags) => !wrapped.includes(tags));
  let sent = 0;
  const count = async (tags: readonly string[]) => {
    const blast = await stage.blast(TENANT_A.client);
    const templates = tags.flatMap((tag) => ATTACKS.flatMap((one) => FORMS.map((form) => frameOf(one, tag, form))));
    sent += (await blast.send({ device: "eth0", templates, count: times * templates.length, marker: MARK })).sent;
  };
  const everywhere = [...B_MACHINES, TENANT_A.resource];
  const zero = await besideNeighbour(stage, everywhere, [MARK], () => count(wrapped));
  const sentZero = sent;
  const rest = await besideNeighbour(stage, everywhere, [MARK], () => count(others));
  const carriedTags = profile === "tagged" ? [own] : [own, ""];
  const carried = others.filter((tags) => carriedTags.includes(tags)).length * ATTACKS.length * FORMS.length * times;
  const all = sent.toLocaleString("en-GB");
  const arrived = zero.heard.sum(B_MACHINES, [MARK]) + rest.heard.sum(B_MACHINES, [MARK]);
  return [
    exactly(`port ${profile}: of ${all} wrapped frames of A, at B's machines`, arrived, 0),
    exactly(
      `port ${profile}: of ${sentZero} under a priority tag, at A's own resource`,
      zero.heard.sum([TENANT_A.resource], [MARK]),
      0,
    ),
    exactly(`port ${profile}: A's own at A's resource`, rest.heard.sum([TENANT_A.resource], [MARK]), carried),
    neighbourLoss(zero),
    neighbourLoss(rest),
  ];
}

function frameOf(one: Attack, tags: string, form: (attack: Attack) => string): string {
  return frameHex({ to: one.to, from: CLIENT_MAC, content: tags + form(one) });
}

/** LLC with SNAP, OUI 0: an EtherType follows (IEEE 802.2, RFC 1042). */
function snap(type: string): string {
  return `aaaa03000000${type}`;
}

/** RFC 4861: ICMPv6 type 134 from a link-local address to all nodes; checksums play no part before an IP stack. */
function routerAdvertisement(): string {
  const option = markedPayload(MARK);
  const message = `86000000400007080000000000000000${option}`;
  const from = "fe80000000000000000000fffe000001";
  return `60000000${hex(message.length / 2, 2)}3aff${from}ff020000000000000000000000000001${message}`;
}

/** RFC 826: "192.168.0.50 is at the attacker's MAC". */
function arpAnswer(): string {
  return `0001080006040002${CLIENT_MAC}c0a80032ffffffffffffc0a80001${markedPayload(MARK)}`;
}

/** RFC 2131: the start of an offer from port 67 to 68. */
function dhcpOffer(): string {
  const offer = `02010600${markedPayload(MARK)}`;
  const length = offer.length / 2;
  const udp = `00430044${hex(length + 8, 2)}0000${offer}`;
  return `4500${hex(length + 28, 2)}0000000040110000c0a80032ffffffff${udp}`;
}
