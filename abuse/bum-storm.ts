import { systemClock } from "@/agent/clock";
import { atMost, type Case, type Figure } from "./case";
import { BROADCAST, frameHex, markedContent, marker } from "./frame";
import { besideNeighbour, type NeighbourFigures, neighbourLoss } from "./neighbour";
import { type AbuseStage, CLIENT_MAC, RESOURCE_MAC, TENANT_A, TENANT_B, taggedEntries } from "./stage";

const MARK = marker(0x5702);
/** Seconds of each storm that are counted: they begin when it has gone on for the one in which the limit may set in. */
const SECONDS = { full: 5, short: 1 } as const;
const SETTLE_MS = 1_000;
/** Share of the extension's bandwidth that broadcast, multicast and unknown unicast may take. */
const SHARE = 0.05;
const LATENCY_SHARE = 0.1;
const OCTETS = 512;

const STORMS = [
  { name: "broadcast", to: BROADCAST },
  { name: "multicast", to: "01005e7f0001" },
  { name: "unknown unicast", to: "0200000000ee" },
] as const;

/**
 * A tenant that floods its segment as fast as it can. What the same frames reach with a known destination is taken for
 * the extension's bandwidth: a profile without a limit has no other.
 */
export const BUM_STORM: Case = {
  name: "bum-storm",
  title: "Broadcast, multicast, unknown unicast at full rate: 5 % of the bandwidth passes, the neighbour feels nothing",
  async run(stage, size) {
    const seconds = SECONDS[size];
    await stage.desire([...taggedEntries(TENANT_A), ...taggedEntries(TENANT_B)]);
    const calm = await besideNeighbour(stage, [], [], () => pause(seconds * 1_000));
    await answer(stage);
    const known = passed(await storm(stage, RESOURCE_MAC, seconds));
    const figures: Figure[] = [];
    for (const { name, to } of STORMS) {
      const felt = await storm(stage, to, seconds);
      const what = `${name}: frames that passed in ${seconds} s, of ${known} with a known destination`;
      figures.push(atMost(what, passed(felt), Math.round(known * SHARE)), neighbourLoss(felt));
      figures.push(latency(name, felt, calm));
    }
    return figures;
  },
};

/** Tenant A sends as fast as it can; after the settling time what passes is counted, the neighbour's stream beside it. */
async function storm(stage: AbuseStage, to: string, seconds: number): Promise<NeighbourFigures> {
  const client = await stage.blast(TENANT_A.client);
  const templates = [frameOf(to, CLIENT_MAC, OCTETS)];
  const pouring = await client.startSending({ device: "eth0", templates, marker: MARK });
  try {
    await pause(SETTLE_MS);
    return await besideNeighbour(stage, [TENANT_A.resource, TENANT_B.client], [MARK], () => pause(seconds * 1_000));
  } finally {
    await pouring.stop();
  }
}

/** A's resource speaks once, so that the switch knows where it is. */
async function answer(stage: AbuseStage): Promise<void> {
  const resource = await stage.blast(TENANT_A.resource);
  await resource.send({ device: "eth0", templates: [frameOf(CLIENT_MAC, RESOURCE_MAC, OCTETS)] });
}

function frameOf(to: string, from: string, octets: number): string {
  return frameHex({ to, from, tags: [{ type: "8100", id: TENANT_A.vlan }], content: markedContent(MARK), octets });
}

function passed({ heard }: NeighbourFigures): number {
  return heard.of(TENANT_A.resource, MARK).frames;
}

function latency(name: string, felt: NeighbourFigures, calm: NeighbourFigures): Figure {
  const [now, before] = [felt.delay.median, calm.delay.median];
  const limit = Math.round(before * (1 + LATENCY_SHARE));
  return atMost(`${name}: the neighbour's median delay in ns, ${before} in calm`, now, limit);
}

/** What is measured takes its time. */
function pause(ms: number): Promise<void> {
  return systemClock.sleep(ms, new AbortController().signal);
}
