import type { ReportRequest } from "@/agent/protocol";
import { atMost, type Case, exactly } from "./case";
import { BROADCAST, frameHex, markedContent, marker } from "./frame";
import { fullnessDuring, kernelMemory, learnedOn } from "./mac-table";
import { besideNeighbour, neighbourLoss } from "./neighbour";
import { type AbuseStage, CLIENT_MAC, ORDERED, served, TENANT_A, TENANT_B, taggedEntries } from "./stage";

const MARK = marker(0xf100d);
const ADDRESSES = { full: 1_000_000, short: 20_000 } as const;
/** Addresses that the profile lets tenant A have at a port. */
const QUOTA = ORDERED.macQuota ?? 0;
const MEMORY_MAX_OCTETS = 50 * 2 ** 20;
/** Two whole readings of the switch and what is done after them, ms: what news of learned addresses makes shorter. */
const ENFORCED_WITHIN_MS = 20_000;

/** A tenant that fills the switch's table to make it flood, or to use its memory up. */
export const MAC_FLOOD: Case = {
  name: "mac-flood",
  title: "1,000,000 source addresses from one port: the table stays within the quota, the neighbour loses nothing",
  async run(stage, size) {
    await stage.desire([...served(taggedEntries(TENANT_A)), ...taggedEntries(TENANT_B)]);
    const { kernel } = stage.agent;
    const client = await stage.blast(TENANT_A.client);
    const tags = [{ type: "8100", id: TENANT_A.vlan }];
    const templates = [frameHex({ to: BROADCAST, from: CLIENT_MAC, tags, content: markedContent(MARK) })];
    const before = await kernelMemory(kernel);
    const flood = { device: "eth0", templates, count: ADDRESSES[size], marker: MARK, randomSources: true };
    const device = `b-${TENANT_A.clientPort}`;
    let enforcedMs = 0;
    let learned = 0;
    let grown = 0;
    let crowd = { most: 0, aboveMs: 0 };
    const neighbour = await besideNeighbour(stage, [TENANT_B.client], [MARK], async () => {
      let ended = 0;
      crowd = await fullnessDuring(kernel, device, QUOTA, async () => {
        await client.send(flood);
        ended = Date.now();
        grown = (await kernelMemory(kernel)) - before;
        await enforced(stage);
      });
      enforcedMs = Date.now() - ended;
      learned = await learnedOn(kernel, device);
      await client.send({ ...flood, count: QUOTA * 10 });
      learned = Math.max(learned, await learnedOn(kernel, device));
    });
    return [
      atMost(`addresses in the table after ${ADDRESSES[size].toLocaleString("en-GB")}, and after more`, learned, QUOTA),
      atMost("ms from the end of the flood to the quota", enforcedMs, ENFORCED_WITHIN_MS),
      { what: "most addresses that were ever read there", value: crowd.most, goal: "told", met: true },
      { what: "ms that it was above the quota", value: crowd.aboveMs, goal: "told", met: true },
      atMost("octets of kernel memory taken", grown, MEMORY_MAX_OCTETS),
      exactly("flooded frames at B's client", neighbour.heard.of(TENANT_B.client, MARK).frames, 0),
      neighbourLoss(neighbour),
    ];
  },
};

/** Waits until the agent lets none in but those within the quota and has read no others, with all rules in place. */
async function enforced({ agent: { portal } }: AbuseStage): Promise<void> {
  const key = `${TENANT_A.clientPort}/${TENANT_A.vlan}`;
  const admits = ({ hits }: ReportRequest) => hits.some((one) => one.key === key && one.what === "macs");
  const isPresent = ({ entries }: ReportRequest) => entries.every(({ state }) => state === "present");
  await portal.reported(
    (report) => admits(report) && isPresent(report) && learnedOf(report) <= QUOTA,
    ENFORCED_WITHIN_MS,
  );
}

function learnedOf({ macs }: ReportRequest): number {
  return macs.filter(({ port, segment }) => port === TENANT_A.clientPort && segment === TENANT_A.segment).length;
}
