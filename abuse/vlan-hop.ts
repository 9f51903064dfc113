import { type Case, exactly, type Figure } from "./case";
import { BROADCAST, frameHex, markedContent, marker, type Tag } from "./frame";
import { besideNeighbour, neighbourLoss } from "./neighbour";
import {
  type AbuseStage,
  CLIENT_MAC,
  farEntries,
  RESOURCE_MAC,
  TENANT_A,
  TENANT_B,
  taggedEntries,
  untaggedEntries,
} from "./stage";
import { tagStacks } from "./tag-stacks";

/** Own host tag, customer tag, VLAN and segment number are one number; B's VLAN is the same one. */
const IDS = [0, 1, TENANT_A.vlan, TENANT_B.hostTag, TENANT_B.segment + 1, 4095];
const B_MACHINES = [TENANT_B.client, TENANT_B.resource, TENANT_B.farResource];
/** Who sends, with a marker each; the far resource has a MAC of its own, so that A's own table stays at rest. */
const SPEAKERS = [
  { machine: TENANT_A.client, mark: marker(0xa1), from: CLIENT_MAC, to: RESOURCE_MAC },
  { machine: TENANT_A.resource, mark: marker(0xa2), from: RESOURCE_MAC, to: CLIENT_MAC },
  { machine: TENANT_A.farResource, mark: marker(0xa3), from: "020000000051", to: CLIENT_MAC },
] as const;
const MARKS = SPEAKERS.map(({ mark }) => mark);

/**
 * Tenant A sends every stack of tags up to four deep from each of its ports in both datacenters, to B's MAC address and
 * to all, once with a tagged VLAN alone and once with untagged frames extended as well (then they are A's own too).
 */
export const VLAN_HOP: Case = {
  name: "vlan-hop",
  title: "Every stack of tags, 0 to 4 deep, from a tenant's port: none may arrive at another tenant's",
  async run(stage, size) {
    const deepest = size === "full" ? 4 : 2;
    const [a, b] = [farEntries(TENANT_A), farEntries(TENANT_B)];
    const tagged = [...taggedEntries(TENANT_A), ...taggedEntries(TENANT_B), ...a.near, ...b.near];
    await stage.desire(tagged, [...a.far, ...b.far]);
    const first = await attack(stage, deepest, "tagged", (stack) => isOwnVlan(stack[0]));
    const untagged = [...untaggedEntries(TENANT_A), ...untaggedEntries(TENANT_B)];
    await stage.desire([...tagged, ...untagged], [...a.far, ...b.far]);
    return [...first, ...(await attack(stage, deepest, "tagged and untagged", isOwn))];
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
  const ownMachines = [TENANT_A.client, TENANT_A.resource];
  let sent = 0;
  const neighbour = await besideNeighbour(stage, [...B_MACHINES, ...ownMachines], MARKS, async () => {
    for (const speaker of SPEAKERS) sent += await speak(stage, speaker, stacks);
  });
  const { heard } = neighbour;
  const [client, , far] = MARKS;
  const carried = 2 * stacks.filter(isCarried).length;
  const carriedFar = 2 * stacks.filter(([outermost]) => isOwnVlan(outermost)).length;
  return [
    exactly(
      `port ${profile}: of ${sent.toLocaleString("en-GB")} frames of A, at B's machines`,
      heard.sum(B_MACHINES, MARKS),
      0,
    ),
    exactly(
      `port ${profile}: A's own from client to resource`,
      heard.sum([TENANT_A.resource], [client ?? ""]),
      carried,
    ),
    exactly(
      `port ${profile}: A's own from the far resource to the client`,
      heard.sum([TENANT_A.client], [far ?? ""]),
      carriedFar,
    ),
    neighbourLoss(neighbour),
  ];
}

/** Each stack once to the one MAC address and once to all. @returns frames sent */
async function speak(
  stage: AbuseStage,
  { machine, mark, from, to }: (typeof SPEAKERS)[number],
  stacks: readonly (readonly Tag[])[],
): Promise<number> {
  const blast = await stage.blast(machine);
  let sent = 0;
  for (const destination of [to, BROADCAST]) {
    const templates = stacks.map((tags) => frameHex({ to: destination, from, tags, content: markedContent(mark) }));
    sent += (await blast.send({ device: "eth0", templates, marker: mark })).sent;
  }
  return sent;
}
