/** A small world with real agents and a fake portal for each switch: the stage of the agent's kernel tests. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { runAgent } from "@/agent/agent";
import { systemClock } from "@/agent/clock";
import type { Executor } from "@/agent/executor";
import { httpPortal } from "@/agent/portal";
import {
  type DesiredPort,
  type DesiredState,
  desiredHash,
  desiredPort,
  type MapEntry,
  mapEntry,
  type PortNumber,
  portNumber,
} from "@/agent/protocol";
import { FakePortal } from "./fake-portal";
import type { Lab } from "./lab";
import { temporaryLab } from "./temporary-lab";
import { LINE_MTU, switchNamespace, type World, type WorldMachine, type WorldPort } from "./world";

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

/** Two switches and a line; clients ca, cb and resources ra, rb on 901, resources rc, rd on 902. */
export const TWIN_WORLD: World = {
  switches: [
    {
      code: "901",
      datacenter: "DC9",
      ports: [client(1, "ca"), client(2, "cb"), resource(11, "ra"), resource(12, "rb")],
      linkPorts: [31],
    },
    { code: "902", datacenter: "DC10", ports: [resource(11, "rc"), resource(12, "rd")], linkPorts: [31] },
  ],
  lines: [{ code: "990", a: { switch: "901", port: 31 }, b: { switch: "902", port: 31 }, mtu: LINE_MTU }],
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

/** A link port with its labels. */
export function linkPort(number: number, labelOut: number, labelIn: number, farMac: string | null): DesiredPort {
  return desiredPort.parse({ number, kind: "link", encapsulation: { kind: "vpls", labelOut, labelIn, farMac } });
}

/** Change 1 of a switch: its ports, and no entry yet. */
function firstState(code: string): DesiredState {
  const found = TWIN_WORLD.switches.find((one) => one.code === code);
  const ports = (found?.ports ?? []).map(({ number, kind }) =>
    desiredPort.parse({ number, kind, encapsulation: null }),
  );
  const parts = { ports, entries: [] };
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
  agent(code: string): AgentUnderTest;
  stop(): Promise<void>;
}

/** Builds the world and starts an agent a switch; each has its ports ready. */
export async function startStage(): Promise<Stage> {
  const stateDir = await mkdtemp(join(tmpdir(), "dovetail-agents-"));
  const lab = await temporaryLab(TWIN_WORLD);
  const agents = new Map<string, AgentUnderTest>();
  const stop = async () => {
    await Promise.all([...agents.values()].map((agent) => agent.stop()));
    await Promise.all([...agents.values()].map(({ portal }) => portal.close()));
    await lab.stop();
    await rm(stateDir, { recursive: true, force: true });
  };
  try {
    for (const { code } of TWIN_WORLD.switches) agents.set(code, await agentOf(lab, code, stateDir));
    await Promise.all([...agents.values()].map(({ portal }) => portal.settled()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { lab, agent: (code) => agents.get(code) ?? missing(code), stop };
}

function missing(code: string): never {
  throw new Error(`There is no switch ${code} on this stage.`);
}

async function agentOf(lab: Lab, code: string, stateDir: string): Promise<AgentUnderTest> {
  const portal = new FakePortal(firstState(code));
  await portal.open();
  const executor = lab.executor(switchNamespace(code));
  const cacheFile = join(stateDir, `${code}.desired.json`);
  const parts = {
    executor,
    clock: systemClock,
    log: pino({ level: process.env.AGENT_TEST_LOG ?? "silent" }),
    cacheFile,
    random: Math.random,
  };
  const farEnds = farEndsOf(code);
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

function farEndsOf(code: string): { port: PortNumber; namespace: string; device: string }[] {
  const ports = TWIN_WORLD.switches.find((one) => one.code === code)?.ports ?? [];
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
