import { atMost, type Case, exactly } from "./case";
import { BROADCAST, frameHex, markedContent, marker } from "./frame";
import { kernelMemory, learnedOn } from "./mac-table";
import { besideNeighbour, neighbourLoss } from "./neighbour";
import { CLIENT_MAC, TENANT_A, TENANT_B, taggedEntries } from "./stage";

const MARK = marker(0xf100d);
const ADDRESSES = { full: 1_000_000, short: 20_000 } as const;
/** MAC addresses that an extension may have at a port unless its service profile says otherwise. */
const QUOTA = 1_000;
const MEMORY_MAX_OCTETS = 50 * 2 ** 20;

/** A tenant that fills the switch's table to make it flood, or to use its memory up. */
export const MAC_FLOOD: Case = {
  name: "mac-flood",
  title: "1,000,000 source addresses from one port: the table stays within the quota, the neighbour loses nothing",
  async run(stage, size) {
    await stage.desire([...taggedEntries(TENANT_A), ...taggedEntries(TENANT_B)]);
    const { kernel } = stage.agent;
    const client = await stage.blast(TENANT_A.client);
    const tags = [{ type: "8100", id: TENANT_A.vlan }];
    const templates = [frameHex({ to: BROADCAST, from: CLIENT_MAC, tags, content: markedContent(MARK) })];
    const before = await kernelMemory(kernel);
    const flood = { device: "eth0", templates, count: ADDRESSES[size], marker: MARK, randomSources: true };
    const neighbour = await besideNeighbour(stage, [TENANT_B.client], [MARK], () => client.send(flood));
    const learned = await learnedOn(kernel, `b-${TENANT_A.clientPort}`);
    const grown = (await kernelMemory(kernel)) - before;
    return [
      atMost(`addresses learned of ${ADDRESSES[size].toLocaleString("en-GB")}`, learned, QUOTA),
      atMost("octets of kernel memory taken", grown, MEMORY_MAX_OCTETS),
      exactly("flooded frames at B's client", neighbour.heard.of(TENANT_B.client, MARK).frames, 0),
      neighbourLoss(neighbour),
    ];
  },
};
