import { type Case, exactly, type Figure } from "./case";
import { BROADCAST, frameHex, markedContent, marker, type Tag } from "./frame";
import { besideNeighbour, neighbourLoss } from "./neighbour";
import { type AbuseStage, CLIENT_MAC, RESOURCE_MAC, TENANT_A, TENANT_B, taggedEntries, untaggedEntries } from "./stage";
import { tagStacks } from "./tag-stacks";

const MARK = marker(0xa);
/** Own host tag, customer tag, VLAN and segment number are one number; B's VLAN is the same one. */
const IDS = [0, 1, TENANT_A.vlan, TENANT_B.hostTag, TENANT_B.segment + 1, 4095];
const B_MACHINES = [TENANT_B.client, TENANT_B.resource];

/**
 * Tenant A sends every stack of tags up to four deep from both of its ports, to B's MAC address and to all, once with a
 * tagged VLAN alone and once with untagged frames extended as well (then every untagged frame is A's own too).
 */
export const VLAN_HOP: Case = {
  name: "vlan-hop",
  title: "Every stack of tags, 0 to 4 deep, from a tenant's port: none may arrive at another tenant's",
  async run(stage, size) {
    const deepest = size === "full" ? 4 : 2;
    await stage.desire([...taggedEntries(TENANT_A), ...taggedEntries(TENANT_B)]);
    const tagged = await attack(stage, deepest, "tagged", (stack) => isOwnVlan(stack[0]));
    await stage.desire([TENANT_A, TENANT_B].flatMap((one) => [...taggedEntries(one), ...untaggedEntries(one)]));
    const both = await attack(stage, deepest, "tagged and untagged", isOwn);
    return [...tagged, ...both];
  },
};

function isOwnVlan(tag: Tag | undefined): boolean {
  return tag?.type === "8100" && tag.id === TENANT_A.vlan;
}

/** 0x9100 is payload to IEEE 802.1Q: such a frame is untagged. */
function isOwn([outermost]: readonly Tag[]): boolean {
  return outermost === undefined || outermost.type === "9100" || isOwnVlan(outermost);
}

async function attack(
  stage: AbuseStage,
  deepest: number,
  profile: string,
  isCarried: (stack: readonly Tag[]) => boolean,
): Promise<Figure[]> {
  const stacks = [...tagStacks(IDS, deepest)];
  let sent = 0;
  const neighbour = await besideNeighbour(stage, [...B_MACHINES, TENANT_A.resource], [MARK], async () => {
    for (const to of [RESOURCE_MAC, BROADCAST]) {
      const own = { from: CLIENT_MAC, to };
      sent += await sendAll(stage, TENANT_A.client, own, stacks);
      const back = { from: RESOURCE_MAC, to: to === BROADCAST ? BROADCAST : CLIENT_MAC };
      sent += await sendAll(stage, TENANT_A.resource, back, stacks);
    }
  });
  const arrived = neighbour.heard.sum(B_MACHINES, [MARK]);
  const carried = 2 * stacks.filter(isCarried).length;
  return [
    exactly(`port ${profile}: of ${sent.toLocaleString("en-GB")} frames of A, at B's machines`, arrived, 0),
    exactly(
      `port ${profile}: A's own frames at A's resource`,
      neighbour.heard.of(TENANT_A.resource, MARK).frames,
      carried,
    ),
    neighbourLoss(neighbour),
  ];
}

async function sendAll(
  stage: AbuseStage,
  machine: string,
  ends: { readonly from: string; readonly to: string },
  stacks: readonly (readonly Tag[])[],
): Promise<number> {
  const templates = stacks.map((tags) => frameHex({ ...ends, tags, content: markedContent(MARK) }));
  const blast = await stage.blast(machine);
  const { sent } = await blast.send({ device: "eth0", templates, marker: MARK });
  return sent;
}
