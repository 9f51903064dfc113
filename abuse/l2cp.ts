import { CONTROL_PROTOCOLS } from "@/agent/control-frames";
import type { Executor } from "@/agent/executor";
import type { ServiceProfile } from "@/agent/protocol";
import { switchNamespace } from "@/lab/world";
import { type Case, exactly, type Figure } from "./case";
import { CONTROL_FRAMES, type ControlFrame, type ControlProtocol } from "./control-frames";
import { frameHex, markedPayload, marker, tagOctets } from "./frame";
import { besideNeighbour, neighbourLoss } from "./neighbour";
import {
  type AbuseStage,
  CLIENT_MAC,
  SWITCH,
  served,
  TENANT_A,
  TENANT_B,
  taggedEntries,
  untaggedEntries,
} from "./stage";

const MARK = marker(0x12c9);
const TIMES = 100;
const B_MACHINES = [TENANT_B.client, TENANT_B.resource];

/** A profile's word for a protocol; Cisco's own are to IEEE 802.1Q like any group's frames. */
const CARRIED_AS: Readonly<Record<ControlProtocol, ServiceProfile["carried"][number] | "group">> = {
  STP: "stp",
  LACP: "lacp",
  LLDP: "lldp",
  pause: "pause",
  EAPOL: "eapol",
  CDP: "group",
};
/** Profiles of tenant A: nothing carried, as unless ordered; some; all. */
const ORDERS: readonly ServiceProfile["carried"][] = [[], ["stp", "lldp"], [...CONTROL_PROTOCOLS]];

/** Control frames of a client, untagged as its switch sends them, and under its VLAN. */
export const L2CP: Case = {
  name: "l2cp",
  title:
    "BPDU, LACP, LLDP, pause, EAPOL, CDP: tunnelled or dropped as the profile says, never taken by the bridge itself",
  async run(stage, size) {
    const figures: Figure[] = [];
    for (const carried of size === "short" ? ORDERS.slice(1, 2) : ORDERS)
      figures.push(...(await ordered(stage, carried)));
    return figures;
  },
};

/** What happens to each protocol when tenant A ordered that these are carried. */
async function ordered(stage: AbuseStage, carried: ServiceProfile["carried"]): Promise<Figure[]> {
  const [own, others] = [TENANT_A, TENANT_B].map((one) => [...taggedEntries(one), ...untaggedEntries(one)]);
  await stage.desire([...served(own ?? [], () => ({ carried, flood: null })), ...(others ?? [])]);
  const before = await spanningTree(stage.agent.kernel);
  const inside = await (await stage.blast(switchNamespace(SWITCH))).startCounting({
    devices: ["fab"],
    markers: [MARK],
  });
  const figures: Figure[] = [];
  for (const frame of CONTROL_FRAMES) figures.push(...(await one(stage, frame, carried)));
  const taken = (await inside.stop()).flatMap(({ markers }) => markers).reduce((sum, { frames }) => sum + frames, 0);
  const after = await spanningTree(stage.agent.kernel);
  const unmoved = { what: "root and port states of the bridge", value: after === before ? "as before" : after };
  return [
    ...figures,
    exactly("control frames taken in by the bridge itself", taken, 0),
    { ...unmoved, goal: "as before", met: after === before },
  ];
}

async function one(
  stage: AbuseStage,
  { protocol, to, head }: ControlFrame,
  carried: ServiceProfile["carried"],
): Promise<Figure[]> {
  const vlan = tagOctets([{ type: "8100", id: TENANT_A.vlan }]);
  const templates = ["", vlan].map((tags) =>
    frameHex({ to, from: CLIENT_MAC, content: tags + head + markedPayload(MARK), octets: 84 }),
  );
  const client = await stage.blast(TENANT_A.client);
  const count = TIMES * templates.length;
  const neighbour = await besideNeighbour(stage, [...B_MACHINES, TENANT_A.resource], [MARK], () =>
    client.send({ device: "eth0", templates, count, marker: MARK }),
  );
  const known = CARRIED_AS[protocol];
  const choice = known === "group" || carried.includes(known) ? "tunnel" : "drop";
  const delivered = neighbour.heard.of(TENANT_A.resource, MARK).frames;
  return [
    exactly(`${protocol} (${choice}): of ${count}, at A's resource`, delivered, choice === "tunnel" ? count : 0),
    exactly(`${protocol}: at B's machines`, neighbour.heard.sum(B_MACHINES, [MARK]), 0),
    neighbourLoss(neighbour),
  ];
}

/** What a bridge that listened to a BPDU would change. */
async function spanningTree(kernel: Executor): Promise<string> {
  const [bridges, ports] = await Promise.all([
    kernel.run(["ip", "-d", "-o", "link", "show", "type", "bridge"]),
    kernel.run(["bridge", "link", "show"]),
  ]);
  const roots = [...bridges.stdout.matchAll(/designated_root \S+ root_port \d+ root_path_cost \d+/g)].join(", ");
  const states = [...ports.stdout.matchAll(/: (\S+?)[@:].* (state \w+)/g)].map(([, port, state]) => `${port} ${state}`);
  return `${roots}; ${states.join(", ")}`;
}
