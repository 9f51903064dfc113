import { type Direction, mapEntryKey, type PortNumber } from "@/agent/protocol";
import { CLIENT_PAYLOAD_OCTETS, type Leg, type ObservationPoint, type SwitchHop, type SwitchPort } from "./frame-path";
import { type StackTag, TAG_OCTETS, tagOctets } from "./tag-stack";
import type { Journey, JourneyEnd } from "./walk-journey";

/** Octets of payload on a client's cable: a full-size frame with the client's own tag (IEEE 802.3 clause 3.2.7, Q-tagged frames). */
const CABLE_MTU = CLIENT_PAYLOAD_OCTETS + TAG_OCTETS;

/** From the machine to its switch. */
export function cableIn(end: JourneyEnd): Leg {
  return {
    ...cable(end, "in"),
    from: end.role,
    to: switchId(end.switchCode),
    name: `${end.name} to ${portWords(end)}`,
  };
}

/** From the switch to its machine. */
export function cableOut(end: JourneyEnd): Leg {
  return {
    ...cable(end, "out"),
    from: switchId(end.switchCode),
    to: end.role,
    name: `${portWords(end)} to ${end.name}`,
  };
}

function portWords({ switchCode, port }: JourneyEnd): string {
  return `switch ${switchCode} port ${port}`;
}

function cable(end: JourneyEnd, direction: Direction) {
  const { role, port, stack, vlan } = end;
  const entryKey = mapEntryKey({ kind: "attachment", port, clientVlan: vlan });
  return {
    id: `${role}-cable`,
    kind: "cable" as const,
    encapsulation: null,
    stack,
    mtu: CABLE_MTU,
    room: CLIENT_PAYLOAD_OCTETS,
    points: [pointAt(end, direction, entryKey)],
  };
}

const HOW: Record<SwitchHop["role"], (code: string) => string> = {
  bridge: (code) => `inside switch ${code}`,
  front: (code) => `through switch ${code}, which knows the customer tag alone`,
  transit: (code) => `through switch ${code}, by tag 3 alone`,
};

/** Between a switch's ports; devices inside have room for everything. */
export function insideLeg({ id, code, role, segment }: SwitchHop, stack: readonly StackTag[]): Leg {
  const how = HOW[role](code);
  return {
    id: `inside-${code}`,
    kind: "inside",
    from: id,
    to: id,
    name: segment === null ? how : `${how}, segment ${segment}`,
    encapsulation: null,
    stack,
    mtu: null,
    room: null,
    points: [],
  };
}

/** What an MTU leaves for the client under `overhead` octets and the tags of its own and ours. */
export function roomIn(mtu: number | null, overhead: number, tags: readonly StackTag[]): number | null {
  return mtu === null ? null : mtu - overhead - tagOctets(tags);
}

export function pointAt(
  { switchCode, port }: SwitchPort,
  direction: Direction,
  entryKey: string | null,
): ObservationPoint {
  return { id: `${switchCode}:${port}:${direction}`, switchCode, port, direction, entryKey };
}

/** The map entry of the segment at a trunk's or pseudowire's port. */
export function trunkKey({ pair }: Journey, port: PortNumber): string {
  return mapEntryKey({ kind: "trunk", port, ...pair });
}

export function switchId(code: string): string {
  return `switch-${code}`;
}
