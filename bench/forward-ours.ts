/** Our lanes of `forward`: two switches of a datacenter with a trunk between them, filled by the agent's planner. */
import { switchNamespace, type World, type WorldMachine, type WorldSwitch } from "@/lab/world";
import { converge, type Rig, stateOf } from "./rig";
import type { Lane } from "./traffic";

/** Services beside the measured one. */
const MANY = 4_000;
const MACHINE_PORT = 1;
const TRUNK_PORT = 31;
const UNTAGGED_SEGMENT = 4_001;

const near = (lane: string): WorldMachine => machine(`${lane}-near`, "02:00:00:00:00:01", "10.0.0.1/24");
const far = (lane: string): WorldMachine => machine(`${lane}-far`, "02:00:00:00:00:02", "10.0.0.2/24");

function machine(name: string, mac: string, cidr: string): WorldMachine {
  return { name, mac, addresses: [{ vlan: "untagged", cidr }] };
}

function twoSwitches(lane: string): WorldSwitch[] {
  return [near(lane), far(lane)].map((one, index) => ({
    code: `${lane}${index + 1}`,
    datacenter: "DC1",
    ports: [{ number: MACHINE_PORT, kind: "client", machine: one }],
    trunkPorts: [TRUNK_PORT],
    linkPorts: [],
  }));
}

const LANES = ["one", "many"] as const;

export const FORWARD_WORLD: World = {
  switches: LANES.flatMap(twoSwitches),
  trunks: LANES.map((lane) => ({
    code: lane,
    a: { switch: `${lane}1`, port: TRUNK_PORT },
    b: { switch: `${lane}2`, port: TRUNK_PORT },
  })),
  lines: [],
  providerLinks: [],
};

/** The lane with one service, and the one with 4,000 more on the same ports. */
export async function ourLanes(rig: Rig): Promise<{ readonly one: Lane; readonly many: Lane }> {
  for (const lane of LANES) {
    const entries = [...service("untagged", UNTAGGED_SEGMENT), ...(lane === "many" ? manyServices() : [])];
    const ports = [
      { kind: "client", number: MACHINE_PORT },
      { kind: "trunk", number: TRUNK_PORT },
    ];
    const state = stateOf({ ports, entries });
    for (const end of [1, 2]) await converge(rig.executor(switchNamespace(`${lane}${end}`)), state);
  }
  return { one: laneOf("one", "ours"), many: laneOf("many", `ours, ${MANY} services more`) };
}

function laneOf(lane: (typeof LANES)[number], name: string): Lane {
  return { name, from: `${lane}-near`, to: `${lane}-far`, address: "10.0.0.2" };
}

function manyServices(): object[] {
  return Array.from({ length: MANY }, (_, index) => service(index + 1, index + 1)).flat();
}

/** One segment from the machine's port to the trunk; the pair is told from all others by its customer tag. */
function service(clientVlan: number | "untagged", segment: number): object[] {
  const [hostTag, customerTag] = [100, segment];
  return [
    {
      kind: "attachment",
      key: `${MACHINE_PORT}/${clientVlan}`,
      port: MACHINE_PORT,
      clientVlan,
      hostTag,
      customerTag,
      segment,
    },
    {
      kind: "trunk",
      key: `${TRUNK_PORT}/${hostTag}.${customerTag}`,
      port: TRUNK_PORT,
      hostTag,
      customerTag,
      segment,
    },
  ];
}
