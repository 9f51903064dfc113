/** The lanes of `overlay`: two switches each, joined by a trunk or by a link of one encapsulation. */
import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "@/agent/encapsulation/kinds";
import { wireOf } from "@/agent/encapsulation/registry";
import { macOf } from "@/lab/agents-under-test";
import {
  LINE_MTU,
  PROVIDER_MTU,
  switchNamespace,
  type World,
  type WorldEnd,
  type WorldMachine,
  type WorldSwitch,
} from "@/lab/world";
import { TAG_OCTETS } from "@/server/domain/tag-stack";
import { converge, type Rig, stateOf } from "./rig";
import type { Lane } from "./traffic";

const MACHINE_PORT = 1;
const JOINT = 31;
const WIRE = 5001;
const SEGMENT = 11;
const PAIR = { hostTag: 100, customerTag: 200 } as const;
const ENDS = [1, 2] as const;
type End = (typeof ENDS)[number];

export const PLAIN = "trunk";
const NAMES = [PLAIN, ...LINE_ENCAPSULATIONS, ...PROVIDER_ENCAPSULATIONS] as const;
type Name = (typeof NAMES)[number];

export interface OverlayLane extends Lane {
  /** Octets that a frame is longer between the switches than at the machine. */
  readonly added: number;
  /** The device of the near switch that is the wire between the two. */
  readonly wire: string;
  readonly nearSwitch: string;
}

const codeOf = (name: Name, end: End) => `${name}${end}`;
const machineOf = (name: Name, end: End) => `${name}-m${end}`;
const isLine = (name: Name) => LINE_ENCAPSULATIONS.some((one) => one === name);
const isProvider = (name: Name) => PROVIDER_ENCAPSULATIONS.some((one) => one === name);
const endOf = (name: Name, end: End): WorldEnd => ({ switch: codeOf(name, end), port: JOINT });
/** Ends of one provider link are in two networks of /30. */
const addressOf = (name: Name, end: End) => `203.0.113.${8 * NAMES.indexOf(name) + (end === 1 ? 1 : 5)}`;

export const OVERLAY_WORLD: World = {
  switches: NAMES.flatMap((name) => ENDS.map((end) => switchOf(name, end))),
  trunks: [{ code: PLAIN, a: endOf(PLAIN, 1), b: endOf(PLAIN, 2) }],
  lines: NAMES.filter(isLine).map((name) => ({
    code: name,
    a: endOf(name, 1),
    b: endOf(name, 2),
    mtu: LINE_MTU,
    cost: 10,
    latencyMicros: 0,
  })),
  providerLinks: NAMES.filter(isProvider).map((name) => ({
    code: name,
    a: { ...endOf(name, 1), address: addressOf(name, 1) },
    b: { ...endOf(name, 2), address: addressOf(name, 2) },
    mtu: PROVIDER_MTU,
    cost: 10,
    latencyMicros: 0,
  })),
};

function switchOf(name: Name, end: End): WorldSwitch {
  const machine: WorldMachine = {
    name: machineOf(name, end),
    mac: `02:00:00:00:00:0${end}`,
    addresses: [{ vlan: "untagged", cidr: `10.0.0.${end}/24` }],
  };
  return {
    code: codeOf(name, end),
    datacenter: `DC${end}`,
    ports: [{ number: MACHINE_PORT, kind: "client", machine }],
    trunkPorts: name === PLAIN ? [JOINT] : [],
    linkPorts: name === PLAIN ? [] : [JOINT],
  };
}

/** Fills all switches by the agent's planner. */
export async function overlayLanes(rig: Rig): Promise<OverlayLane[]> {
  for (const name of NAMES) {
    for (const end of ENDS)
      await converge(rig.executor(switchNamespace(codeOf(name, end))), await stateFor(rig, name, end));
  }
  return NAMES.map(laneOf);
}

function laneOf(name: Name): OverlayLane {
  const pair = 2 * TAG_OCTETS;
  return {
    name,
    from: machineOf(name, 1),
    to: machineOf(name, 2),
    address: "10.0.0.2",
    added: name === PLAIN ? pair : pair + wireOf(name).overhead,
    wire: name === PLAIN ? `p-${JOINT}` : `l-${JOINT}`,
    nearSwitch: switchNamespace(codeOf(name, 1)),
  };
}

async function stateFor(rig: Rig, name: Name, end: End) {
  const joint = name === PLAIN ? JOINT : WIRE;
  const entries = [
    {
      kind: "attachment",
      key: `${MACHINE_PORT}/untagged`,
      port: MACHINE_PORT,
      clientVlan: "untagged",
      segment: SEGMENT,
      ...PAIR,
    },
    { kind: "trunk", key: `${joint}/${PAIR.hostTag}.${PAIR.customerTag}`, port: joint, segment: SEGMENT, ...PAIR },
  ];
  const machine = { kind: "client", number: MACHINE_PORT };
  if (name === PLAIN) return stateOf({ ports: [machine, { kind: "trunk", number: JOINT }], entries });
  const [tagOut, tagIn] = end === 1 ? [160, 150] : [150, 160];
  const wire = { kind: "pseudowire", number: WIRE, paths: [{ link: JOINT, tagOut, tagIn }] };
  return stateOf({ ports: [machine, wire], links: [await linkOf(rig, name, end)], entries });
}

async function linkOf(rig: Rig, name: Name, end: End): Promise<object> {
  const far: End = end === 1 ? 2 : 1;
  const common = { number: JOINT, send: name, accept: [name] };
  if (isLine(name)) {
    const farMac = await macOf(rig.executor(switchNamespace(codeOf(name, far))), `l-${JOINT}`);
    return { ...common, medium: "line", farMac };
  }
  const addresses = { local: addressOf(name, end), remote: addressOf(name, far) };
  return { ...common, ...addresses, medium: "provider", longHaul: 7_000 + NAMES.indexOf(name), mtu: PROVIDER_MTU };
}
