import type { Executor } from "@/agent/executor";
import { macAddress, type ServiceProfile } from "@/agent/protocol";
import { type Case, exactly, type Figure } from "./case";
import { frameHex, markedContent, marker } from "./frame";
import { learnedMacs } from "./mac-table";
import { besideNeighbour, neighbourLoss } from "./neighbour";
import { type AbuseStage, CLIENT_MAC, RESOURCE_MAC, served, TENANT_A, TENANT_B, taggedEntries } from "./stage";

const MARK = marker(0x5900f);
const FRAMES = { full: 100_000, short: 2_000 } as const;
const ALARM_WITHIN_MS = 10_000;

/** A tenant that speaks with the addresses of another tenant's client and of its resource, the gateway. */
export const MAC_SPOOF: Case = {
  name: "mac-spoof",
  title: "Frames with a neighbour's and the gateway's MAC: the neighbour's table never moves, an alarm names the port",
  async run(stage, size) {
    const { moves, neighbour } = await spoof(stage, FRAMES[size]);
    const isolation = [
      exactly("moves of B's addresses", moves, 0),
      exactly("spoofed frames at B's machines", neighbour.heard.sum([TENANT_B.client, TENANT_B.resource], [MARK]), 0),
      neighbourLoss(neighbour),
    ];
    return [...isolation, await alarm(stage)];
  },
};

async function spoof(stage: AbuseStage, count: number) {
  await stage.desire([...served(taggedEntries(TENANT_A), declared), ...taggedEntries(TENANT_B)]);
  const { kernel } = stage.agent;
  await talk(stage);
  const before = await placesOf(kernel);
  const watch = await watchMoves(kernel);
  const client = await stage.blast(TENANT_A.client);
  const tags = [{ type: "8100", id: TENANT_A.vlan }];
  const content = markedContent(MARK);
  const templates = [
    frameHex({ to: RESOURCE_MAC, from: CLIENT_MAC, tags, content }),
    frameHex({ to: CLIENT_MAC, from: RESOURCE_MAC, tags, content }),
  ];
  const heardAt = [TENANT_B.client, TENANT_B.resource];
  const neighbour = await besideNeighbour(stage, heardAt, [MARK], () =>
    client.send({ device: "eth0", templates, count, marker: MARK }),
  );
  const seen = await watch.stop();
  const after = await placesOf(kernel);
  const changed =
    before.filter((place, index) => after[index] !== place).length + Math.abs(before.length - after.length);
  return { moves: changed + seen, neighbour };
}

/** Each of A's machines may send with its own address alone. */
function declared(port: number): Partial<ServiceProfile> {
  const mac = port === TENANT_A.clientPort ? CLIENT_MAC : RESOURCE_MAC;
  return { macs: [macAddress.parse((mac.match(/../g) ?? []).join(":"))], flood: null, bandwidth: null };
}

/** Both of B's machines speak, so that both are in the table. */
async function talk(stage: AbuseStage): Promise<void> {
  const tags = [{ type: "8100", id: TENANT_B.vlan }];
  const content = markedContent(MARK);
  for (const [machine, from, to] of [
    [TENANT_B.client, CLIENT_MAC, RESOURCE_MAC],
    [TENANT_B.resource, RESOURCE_MAC, CLIENT_MAC],
  ] as const) {
    const blast = await stage.blast(machine);
    await blast.send({ device: "eth0", templates: [frameHex({ to, from, tags, content })] });
  }
}

/** Where B's addresses are, in words that can be compared. */
async function placesOf(kernel: Executor): Promise<string[]> {
  const macs = await learnedMacs(kernel);
  return macs
    .filter(({ segment }) => segment === TENANT_B.segment)
    .map(({ mac, device }) => `${mac} ${device}`)
    .sort();
}

/** Counts what the kernel says about B's segment while it is watched: a known address that stays says nothing. */
async function watchMoves(kernel: Executor) {
  let words = "";
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const handle = await kernel.stream(["bridge", "monitor", "fdb"], {
    onStdout: (chunk) => {
      words += chunk.toString("utf8");
    },
    onEnd: () => end(),
  });
  return {
    async stop() {
      handle.stop();
      await ended;
      return words.split("\n").filter((line) => line.includes(`vlan ${TENANT_B.segment} `)).length;
    },
  };
}

/** The agent names the port at which addresses came in that the profile there does not declare. */
async function alarm({ agent }: AbuseStage): Promise<Figure> {
  const find = () =>
    agent.portal.reports
      .flatMap(({ alarms }) => alarms)
      .find(({ kind, port }) => kind === "undeclared_address" && port === TENANT_A.clientPort);
  const found = await agent.portal.until(find, ALARM_WITHIN_MS, () => "no alarm").catch(() => null);
  const value = found === null ? "none" : `port ${found.port}: ${found.count} frames from addresses not declared there`;
  return { what: "alarm", value, goal: `names port ${TENANT_A.clientPort}`, met: found !== null };
}
