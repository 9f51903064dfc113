/** A small world with real agents and a fake portal for each switch: the stage of the agent's kernel tests. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pino } from "pino";
import { runAgent } from "@/agent/agent";
import { systemClock } from "@/agent/clock";
import type { Executor } from "@/agent/executor";
import { httpPortal } from "@/agent/portal";
import {
  type DesiredLink,
  type DesiredPort,
  type DesiredState,
  datacenterTag,
  desiredHash,
  desiredLink,
  desiredPort,
  type Mac,
  type MapEntry,
  mapEntry,
  type PortNumber,
  portNumber,
  type Transit,
  transit,
  transitKey,
  transitProbeAddress,
} from "@/agent/protocol";
import { FakePortal } from "./fake-portal";
import type { Lab } from "./lab";
import { tallyProgram } from "./tally-build";
import { temporaryLab } from "./temporary-lab";
import {
  LINE_MTU,
  PROVIDER_MTU,
  switchNamespace,
  type World,
  type WorldLine,
  type WorldMachine,
  type WorldPort,
  type WorldProviderLink,
} from "./world";

const CLIENT_MAC = "02:00:00:00:00:01";
const RESOURCE_MAC = "02:00:00:00:00:50";

/** All clients are alike, and all resources: VLAN, IP address and MAC tell none from another. */
function machine(name: string, mac: string, host: number): WorldMachine {
  return {
    name,
    mac,
    addresses: [
      { vlan: 10, cidr: `192.168.0.${host}/24` },
      { vlan: 20, cidr: `192.168.1.${host}/24` },
      { vlan: "untagged", cidr: `198.18.0.${host}/24` },
    ],
  };
}

const client = (number: number, name: string): WorldPort => ({
  number,
  kind: "client",
  machine: machine(name, CLIENT_MAC, 1),
});
const resource = (number: number, name: string): WorldPort => ({
  number,
  kind: "cloud",
  machine: machine(name, RESOURCE_MAC, 50),
});

function line(code: string, a: [string, number], b: [string, number]): WorldLine {
  const ends = { a: { switch: a[0], port: a[1] }, b: { switch: b[0], port: b[1] } };
  return { code, ...ends, mtu: LINE_MTU, cost: 10, latencyMicros: 1_000 };
}

/** The addresses are the first in the /30 networks 203.0.113.(8n) and 203.0.113.(8n + 4). */
function providerLink(code: string, a: [string, number], b: [string, number], n: number): WorldProviderLink {
  return {
    code,
    a: { switch: a[0], port: a[1], address: `203.0.113.${8 * n + 1}` },
    b: { switch: b[0], port: b[1], address: `203.0.113.${8 * n + 5}` },
    mtu: PROVIDER_MTU,
    cost: 25,
    latencyMicros: 2_000,
  };
}

const SWITCHES: Pick<World, "switches">["switches"] = [
  {
    code: "901",
    datacenter: "DC9",
    ports: [client(1, "ca"), client(2, "cb"), resource(11, "ra"), resource(12, "rb")],
    trunkPorts: [],
    linkPorts: [31],
  },
  {
    code: "902",
    datacenter: "DC10",
    ports: [resource(11, "rc"), resource(12, "rd")],
    trunkPorts: [],
    linkPorts: [31],
  },
];

/** Two switches and a line; clients ca, cb and resources ra, rb on 901, resources rc, rd on 902. */
export const TWIN_WORLD: World = {
  switches: SWITCHES,
  trunks: [],
  lines: [line("990", ["901", 31], ["902", 31])],
  providerLinks: [],
};

/**
 * The same two switches joined by a line and by a provider link, and each by both kinds with a third switch, 903:
 * links 31 and 33 lead straight across, 32 and 34 to 903. A trunk joins 901 and 902 as if they were in one datacenter.
 */
export const RING_WORLD: World = {
  switches: [
    ...SWITCHES.map((one) => ({ ...one, trunkPorts: [21], linkPorts: [31, 32, 33, 34] })),
    { code: "903", datacenter: "DC11", ports: [], trunkPorts: [], linkPorts: [31, 32, 33, 34] },
  ],
  trunks: [{ code: "T9", a: { switch: "901", port: 21 }, b: { switch: "902", port: 21 } }],
  lines: [
    line("990", ["901", 31], ["902", 31]),
    line("991", ["901", 32], ["903", 31]),
    line("992", ["903", 32], ["902", 32]),
  ],
  providerLinks: [
    providerLink("993", ["901", 33], ["902", 33], 0),
    providerLink("994", ["901", 34], ["903", 33], 1),
    providerLink("995", ["903", 34], ["902", 34], 2),
  ],
};

/** A VLAN of a client at a port. */
export function attachment(port: number, clientVlan: number | "untagged", pair: string, segment: number): MapEntry {
  const [hostTag, customerTag] = pair.split(".").map(Number);
  return mapEntry.parse({
    kind: "attachment",
    key: `${port}/${clientVlan}`,
    port,
    clientVlan,
    hostTag,
    customerTag,
    segment,
  });
}

/** A segment on a trunk port. */
export function trunk(port: number, pair: string, segment: number): MapEntry {
  const [hostTag, customerTag] = pair.split(".").map(Number);
  return mapEntry.parse({ kind: "trunk", key: `${port}/${pair}`, port, hostTag, customerTag, segment });
}

/** A way between two switches of another world, with each link's tag 3 there and back. */
export function pseudowire(number: number, ...paths: [link: number, tagOut: number, tagIn: number][]): DesiredPort {
  return desiredPort.parse({
    number,
    kind: "pseudowire",
    paths: paths.map(([link, tagOut, tagIn]) => ({ link, tagOut, tagIn })),
  });
}

/** How frames cross a link: sent by the first encapsulation, taken in by all. */
export type Speech = readonly [send: string, ...alsoAccepts: string[]];

/** A switch's end of a link of its world. */
export async function linkEnd(stage: Stage, code: string, number: number, speech: Speech): Promise<DesiredLink> {
  const { world } = stage;
  const [send] = speech;
  const accept = [...speech];
  const isHere = (end: { switch: string; port: number }) => end.switch === code && end.port === number;
  const line = world.lines.find(({ a, b }) => isHere(a) || isHere(b));
  if (line !== undefined) {
    const far = isHere(line.a) ? line.b : line.a;
    const farMac = await macOf(stage.agent(far.switch).kernel, `l-${far.port}`);
    return desiredLink.parse({ medium: "line", number, send, accept, farMac });
  }
  const link = world.providerLinks.find(({ a, b }) => isHere(a) || isHere(b));
  if (link === undefined) throw new Error(`Switch ${code} has no link ${number} in this world.`);
  const [local, remote] = isHere(link.a) ? [link.a.address, link.b.address] : [link.b.address, link.a.address];
  const longHaul = LONG_HAUL_BASE + Number(link.code);
  return desiredLink.parse({ medium: "provider", number, send, accept, local, remote, longHaul, mtu: link.mtu });
}

/** Tag 4 of the world's provider links is this and the link's code. */
export const LONG_HAUL_BASE = 7_000;

/** Number of the switch whose transits answer. */
const MIDDLE = 3;

/** The probe point of a transit that answers. */
export function transitPoint(tag: number): Mac {
  return transitProbeAddress(MIDDLE, datacenterTag.parse(tag));
}

/** Label switching from one link to another; it answers probes where the tag of the way back is given. */
export function transitOf(from: number, to: number, tag: number, tagBack?: number): Transit {
  const answer = tagBack === undefined ? {} : { answer: { probe: transitPoint(tag), tagBack } };
  const parsed = transit.parse({ key: "", from, to, tag, ...answer });
  return { ...parsed, key: transitKey(parsed) };
}

/** Change 1 of a switch: its ports, and nothing else yet. */
function firstState(world: World, code: string): DesiredState {
  const found = world.switches.find((one) => one.code === code);
  const ports = (found?.ports ?? []).map(({ number, kind }) => desiredPort.parse({ number, kind }));
  const parts = { ports, links: [], transits: [], entries: [] };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

export interface AgentUnderTest {
  readonly portal: FakePortal;
  /** Commands in the switch's namespace, beside the agent. */
  readonly kernel: Executor;
  readonly cacheFile: string;
  start(): void;
  stop(): Promise<void>;
}

export interface Stage {
  readonly lab: Lab;
  readonly world: World;
  agent(code: string): AgentUnderTest;
  stop(): Promise<void>;
}

/**
 * Builds the world and starts an agent a switch; each has its ports ready.
 * @param heartbeat path of the program; pseudowires send by their first paths without it.
 * @param probe path of the program; no probes without it.
 */
export async function startStage(
  world: World = TWIN_WORLD,
  heartbeat: string | null = null,
  probe: string | null = null,
): Promise<Stage> {
  const stateDir = await mkdtemp(join(tmpdir(), "dovetail-agents-"));
  const lab = await temporaryLab(world);
  const agents = new Map<string, AgentUnderTest>();
  const stop = async () => {
    await Promise.all([...agents.values()].map((agent) => agent.stop()));
    await Promise.all([...agents.values()].map(({ portal }) => portal.close()));
    await lab.stop();
    await rm(stateDir, { recursive: true, force: true });
  };
  try {
    const place = { stateDir, heartbeat, probe, tally: await tallyProgram(dirname(lab.socketPath)) };
    for (const { code } of world.switches) agents.set(code, await agentOf(lab, world, code, place));
    await Promise.all([...agents.values()].map(({ portal }) => portal.settled()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { lab, world, agent: (code) => agents.get(code) ?? missing(code), stop };
}

function missing(code: string): never {
  throw new Error(`There is no switch ${code} on this stage.`);
}

interface Place {
  readonly stateDir: string;
  readonly heartbeat: string | null;
  readonly probe: string | null;
  readonly tally: string;
}

async function agentOf(lab: Lab, world: World, code: string, place: Place): Promise<AgentUnderTest> {
  const portal = new FakePortal(firstState(world, code));
  await portal.open();
  const executor = lab.executor(switchNamespace(code));
  const cacheFile = join(place.stateDir, `${code}.desired.json`);
  const parts = {
    executor,
    clock: systemClock,
    log: pino({ level: process.env.AGENT_TEST_LOG ?? "silent" }),
    cacheFile,
    heartbeat: place.heartbeat,
    tally: place.tally,
    probe: place.probe,
    random: Math.random,
  };
  const farEnds = farEndsOf(world, code);
  let end = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const agent: AgentUnderTest = {
    portal,
    kernel: executor,
    cacheFile,
    start() {
      end = new AbortController();
      running = runAgent({ ...parts, portal: httpPortal(portal.url, portal.token), farEnds }, end.signal);
    },
    async stop() {
      end.abort();
      await running;
    },
  };
  agent.start();
  return agent;
}

function farEndsOf(world: World, code: string): { port: PortNumber; namespace: string; device: string }[] {
  const ports = world.switches.find((one) => one.code === code)?.ports ?? [];
  return ports.map(({ number, machine }) => ({
    port: portNumber.parse(number),
    namespace: machine.name,
    device: "eth0",
  }));
}

/** The MAC of a device in a switch. */
export async function macOf(kernel: Executor, device: string): Promise<string> {
  const { stdout } = await kernel.run(["cat", `/sys/class/net/${device}/address`]);
  return stdout.trim();
}

/** Five pings in a machine; gives how many came back. `size` is the payload, sent with "do not fragment". */
export async function pings(lab: Lab, from: string, to: string, size?: number): Promise<number> {
  const sized = size === undefined ? [] : ["-M", "do", "-s", String(size)];
  const argv = ["ping", "-q", "-c", "5", "-i", "0.1", "-W", "1", ...sized, to];
  const { stdout } = await lab.executor(from).run(argv);
  return Number(/(\d+) received/.exec(stdout)?.[1] ?? 0);
}

/** Words that change by themselves: timers of the bridge, and how often a rule was met. */
const PASSING = / (\w+_timer|rule_hit) +[\d.]+|\(rule hit \d+\)/g;

/** What a switch's kernel holds, in the words of iproute2 without counters: equal text means nothing was rewritten. */
export async function kernelText(kernel: Executor): Promise<string> {
  const links = await kernel.run(["ip", "-d", "-o", "link", "show"]);
  const names = [...links.stdout.matchAll(/^\d+: ([^@:]+)/gm)].map(([, name]) => name ?? "");
  const rules = await Promise.all(names.map((name) => rulesText(kernel, name)));
  const vlans = await kernel.run(["bridge", "vlan", "show"]);
  return [links.stdout, ...rules, vlans.stdout].join("\n---\n").replace(PASSING, "");
}

/** The rules of one device in tc's words: the indexes of their actions tell whether a rule was made anew. */
export async function rulesText(kernel: Executor, device: string): Promise<string> {
  const stdin = `qdisc show dev ${device}\nfilter show dev ${device} ingress\nfilter show dev ${device} egress\n`;
  const { stdout } = await kernel.run(["tc", "-force", "-batch", "-"], { stdin });
  return stdout.replace(PASSING, "");
}
