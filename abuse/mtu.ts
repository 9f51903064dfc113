import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "@/agent/encapsulation/kinds";
import { wireOf } from "@/agent/encapsulation/registry";
import { desiredPort, type LineEncapsulation, type ProviderEncapsulation } from "@/agent/protocol";
import { RING_WORLD } from "@/lab/agents-under-test";
import type { World } from "@/lab/world";
import { TAG_OCTETS } from "@/server/domain/tag-stack";
import { type Case, exactly, type Figure } from "./case";
import { hear } from "./ears";
import { frameHex, markedContent, marker } from "./frame";
import {
  type AbuseStage,
  CLIENT_MAC,
  FAR_SWITCH,
  farEntries,
  joinSwitches,
  RESOURCE_MAC,
  SWITCH,
  TENANT_A,
  taggedEntries,
} from "./stage";

const MARK = marker(0x3700);
/** Octets that the links and the trunk carry: less than every device inside the switches. */
const LINK_MTU = 2_000;
/** Octets of payload: from the least that Ethernet has to more than any device takes. */
const [LEAST, MOST] = [64, 9_216] as const;
/** Sizes are tried at every so many octets, and each one this near to the limit. */
const STEP = { full: 64, short: 512 } as const;
const NEAR = 8;
const ETHERNET_HEADER = 14;
/** With the client's own tag. */
const HEAD = ETHERNET_HEADER + TAG_OCTETS;
/** Client's own, customer and host tag. */
const STACK = 3 * TAG_OCTETS;
const [LINE, PROVIDER] = [31, 33] as const;
/** The port of both switches at which the trunk between them ends. */
const TRUNK = 21;
const REPORTED_WITHIN_MS = 5_000;

type Encapsulation = LineEncapsulation | ProviderEncapsulation;

/** The links of the world are the narrowest places on each way. */
const NARROW_WORLD: World = {
  ...RING_WORLD,
  lines: RING_WORLD.lines.map((one) => ({ ...one, mtu: LINK_MTU })),
  providerLinks: RING_WORLD.providerLinks.map((one) => ({ ...one, mtu: LINK_MTU })),
};

/** Frames of every size over each kind of link and over a trunk, against what is said that each leaves. */
export const MTU: Case = {
  name: "mtu",
  title:
    "Payloads of 64 to 9,216 octets over each kind of link and a trunk: what is said to fit fits, the rest is counted as drops",
  world: NARROW_WORLD,
  async run(stage, size) {
    await widen(stage);
    const far = farEntries(TENANT_A);
    await stage.desire([...taggedEntries(TENANT_A), ...far.near], far.far);
    const figures: Figure[] = [];
    for (const name of LINE_ENCAPSULATIONS) figures.push(...(await sweep(stage, LINE, name, STEP[size])));
    for (const name of PROVIDER_ENCAPSULATIONS) figures.push(...(await sweep(stage, PROVIDER, name, STEP[size])));
    return [...figures, ...(await sweepTrunk(stage, STEP[size]))];
  },
};

/** The machines' cables must not be what limits a frame. */
async function widen({ stage }: AbuseStage): Promise<void> {
  for (const [code, port] of [
    [SWITCH, TENANT_A.clientPort],
    [FAR_SWITCH, TENANT_A.resourcePort],
  ] as const) {
    await stage.agent(code).kernel.run(["ip", "link", "set", "dev", `p-${port}`, "mtu", String(MOST)]);
  }
  for (const machine of [TENANT_A.client, TENANT_A.farResource]) {
    await stage.lab.executor(machine).run(["ip", "link", "set", "dev", "eth0", "mtu", String(MOST)]);
  }
}

async function sweep(stage: AbuseStage, link: number, name: Encapsulation, step: number): Promise<Figure[]> {
  await joinSwitches(stage.stage, link, [name]);
  const said = LINK_MTU - wireOf(name).overhead - STACK;
  await bound(stage, said);
  return measure(stage, name, said, step);
}

/** The same VLAN over the cable between the two switches, which is as narrow as the links. */
async function sweepTrunk(stage: AbuseStage, step: number): Promise<Figure[]> {
  const port = desiredPort.parse({ kind: "trunk", number: TRUNK, mostOctets: ETHERNET_HEADER + LINK_MTU });
  for (const code of [SWITCH, FAR_SWITCH]) {
    const { kernel, portal } = stage.stage.agent(code);
    await kernel.run(["ip", "link", "set", "dev", `p-${TRUNK}`, "mtu", String(LINK_MTU)]);
    portal.alter({ ports: [port] });
  }
  const { near, far } = farEntries(TENANT_A, TRUNK);
  await stage.desire([...taggedEntries(TENANT_A), ...near], far);
  return measure(stage, "trunk", LINK_MTU - STACK, step);
}

/** @param said octets of payload that are said to fit */
async function measure(stage: AbuseStage, name: string, said: number, step: number): Promise<Figure[]> {
  const sizes = sizesAround(said, step);
  const tags = [{ type: "8100", id: TENANT_A.vlan }];
  const templates = sizes.map((octets) =>
    frameHex({ to: RESOURCE_MAC, from: CLIENT_MAC, tags, content: markedContent(MARK), octets: HEAD + octets }),
  );
  const before = drops(stage);
  const client = await stage.blast(TENANT_A.client);
  const heard = await hear(stage, [TENANT_A.farResource], [MARK], () =>
    client.send({ device: "eth0", templates, marker: MARK }),
  );
  const { distinct, last } = heard.of(TENANT_A.farResource, MARK);
  const tooLarge = sizes.filter((octets) => octets > said).length;
  return [
    exactly(`${name}: largest payload that arrived`, distinct === 0 ? 0 : (sizes[last] ?? 0), said),
    exactly(`${name}: frames that arrived`, distinct, sizes.length - tooLarge),
    exactly(`${name}: larger frames reported as drops`, await grown(stage, before, tooLarge), tooLarge),
  ];
}

/** As the portal does: the largest frame that the path carries whole is what the near switch lets into it. */
async function bound({ stage }: AbuseStage, payload: number): Promise<void> {
  const portals = [SWITCH, FAR_SWITCH].map((code) => stage.agent(code).portal);
  for (const portal of portals) {
    const ports = portal.desired.ports.flatMap((port) => {
      if (port.kind !== "pseudowire") return [];
      return [{ ...port, paths: port.paths.map((path) => ({ ...path, mostOctets: HEAD + 2 * TAG_OCTETS + payload })) }];
    });
    portal.alter({ ports });
  }
  await Promise.all(portals.map((portal) => portal.settled()));
}

/** Rising: the number of a frame tells its size. */
function sizesAround(limit: number, step: number): number[] {
  const near = Array.from({ length: 2 * NEAR + 1 }, (_, index) => limit - NEAR + index);
  const coarse = Array.from({ length: Math.floor((MOST - LEAST) / step) + 1 }, (_, index) => LEAST + index * step);
  return [...new Set([...coarse, ...near, MOST])].sort((a, b) => a - b);
}

/** What both agents have reported as dropped so far. */
function drops({ stage }: AbuseStage): number {
  return [SWITCH, FAR_SWITCH]
    .flatMap((code) => stage.agent(code).portal.reports.at(-1)?.drops ?? [])
    .reduce((sum, { frames }) => sum + frames, 0);
}

async function grown(stage: AbuseStage, before: number, wanted: number): Promise<number> {
  const reached = () => (drops(stage) - before >= wanted ? true : undefined);
  const { portal } = stage.agent;
  await portal.until(reached, REPORTED_WITHIN_MS, () => "").catch(() => undefined);
  return drops(stage) - before;
}
