import { systemClock } from "@/agent/clock";
import { atLeast, atMost, type Case, type Figure } from "./case";
import { BROADCAST, frameHex, markedContent, marker } from "./frame";
import { besideNeighbour, type NeighbourFigures, neighbourLoss } from "./neighbour";
import { type AbuseStage, CLIENT_MAC, ORDERED, RESOURCE_MAC, served, TENANT_A, TENANT_B, taggedEntries } from "./stage";

const MARK = marker(0x5702);
/** Seconds of each storm that are counted: they begin when it has gone on for the one in which the limit may set in. */
const SECONDS = { full: 5, short: 1 } as const;
const SETTLE_MS = 1_000;
const LATENCY_SHARE = 0.1;
const OCTETS = 512;
/** What a rate lets through, in frames a second. */
const framesOf = (bits: number | null): number => (bits ?? 0) / 8 / OCTETS;
const FLOOD = framesOf(ORDERED.flood);
const BANDWIDTH = framesOf(ORDERED.bandwidth);
/** The processor's clock is not exact. */
const SLACK = 0.1;
/** Nobody declared it: its frames end where they come in. */
const NOBODYS_VLAN = 77;

const STORMS = [
  { name: "broadcast", to: BROADCAST },
  { name: "multicast", to: "01005e7f0001" },
  { name: "unknown unicast", to: "0200000000ee" },
] as const;

/**
 * A tenant that floods its segment as fast as it can. The generator takes what the neighbour's frames need of the one
 * processor: the neighbour's delay is compared with the one beside the same frames on a VLAN that nobody declared.
 */
export const BUM_STORM: Case = {
  name: "bum-storm",
  title: "Broadcast, multicast, unknown unicast at full rate: 5 % of the bandwidth passes, the neighbour feels nothing",
  async run(stage, size) {
    const seconds = SECONDS[size];
    await stage.desire([...served(taggedEntries(TENANT_A)), ...taggedEntries(TENANT_B)]);
    await answer(stage);
    const calm = await storm(stage, frameOf(BROADCAST, CLIENT_MAC, NOBODYS_VLAN), seconds);
    const known = await storm(stage, frameOf(RESOURCE_MAC, CLIENT_MAC), seconds);
    const figures = passedAt(BANDWIDTH, "known destination", known, seconds);
    for (const { name, to } of STORMS) {
      const felt = await storm(stage, frameOf(to, CLIENT_MAC), seconds);
      figures.push(...passedAt(FLOOD, name, felt, seconds), neighbourLoss(felt), latency(name, felt, calm, size));
    }
    return figures;
  },
};

/** The counters began at most so many seconds before the stream's, and ended so many after: `counted` has them. */
function passedAt(rate: number, name: string, felt: Storm, seconds: number): Figure[] {
  const frames = felt.heard.of(TENANT_A.resource, MARK).frames;
  return [
    atMost(
      `${name}: frames that passed in ${felt.counted.toFixed(2)} s`,
      frames,
      floor(rate * felt.counted * (1 + SLACK)),
    ),
    atLeast(`${name}: what is allowed passes`, frames, floor(rate * seconds * (1 - SLACK))),
  ];
}

interface Storm extends NeighbourFigures {
  /** Seconds from before the counters were started until they had stopped. */
  readonly counted: number;
}

/** Tenant A sends as fast as it can; after the settling time what passes is counted, the neighbour's stream beside it. */
async function storm(stage: AbuseStage, frame: string, seconds: number): Promise<Storm> {
  const client = await stage.blast(TENANT_A.client);
  const pouring = await client.startSending({ device: "eth0", templates: [frame], marker: MARK });
  try {
    await pause(SETTLE_MS);
    const begun = performance.now();
    const at = [TENANT_A.resource, TENANT_B.client];
    const felt = await besideNeighbour(stage, at, [MARK], () => pause(seconds * 1_000));
    return { ...felt, counted: (performance.now() - begun) / 1_000 };
  } finally {
    await pouring.stop();
  }
}

/** A's resource speaks, and the agent has told the rules where it is. */
async function answer(stage: AbuseStage): Promise<void> {
  const { portal } = stage.agent;
  const resource = await stage.blast(TENANT_A.resource);
  await resource.send({ device: "eth0", templates: [frameOf(CLIENT_MAC, RESOURCE_MAC)] });
  await portal.reported(({ macs }) => macs.some(({ port }) => port === TENANT_A.resourcePort));
  const now = Date.now();
  await portal.reported(({ readBackAgeMs }) => readBackAgeMs < Date.now() - now);
}

function frameOf(to: string, from: string, vlan = TENANT_A.vlan): string {
  return frameHex({ to, from, tags: [{ type: "8100", id: vlan }], content: markedContent(MARK), octets: OCTETS });
}

/** A single second among others' work on the machine says little: the short form tells it, and asks nothing. */
function latency(name: string, felt: NeighbourFigures, calm: NeighbourFigures, size: "full" | "short"): Figure {
  const [now, before] = [felt.delay.median, calm.delay.median];
  const what = `${name}: the neighbour's median delay in ns, ${before} beside frames of nobody's VLAN`;
  const figure = atMost(what, now, floor(before * (1 + LATENCY_SHARE)));
  return size === "full" ? figure : { ...figure, met: true };
}

const floor = Math.floor;

/** What is measured takes its time. */
function pause(ms: number): Promise<void> {
  return systemClock.sleep(ms, new AbortController().signal);
}
