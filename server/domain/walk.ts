import { type ClientVlan, type Direction, mapEntryKey, type PortNumber } from "@/agent/protocol";
import {
  CLIENT_PAYLOAD_OCTETS,
  clientMtu,
  type FramePath,
  type Leg,
  type MachineHop,
  type ObservationPoint,
  type PathEnd,
  type PathInput,
  type PathLine,
  type PathLineSide,
  type SwitchHop,
  type TagAction,
} from "./frame-path";
import { type StackTag, TAG_OCTETS } from "./tag-stack";

/** Octets of payload on a client's cable: a full-size frame with the client's own tag (IEEE 802.3 clause 3.2.7, Q-tagged frames). */
const CABLE_MTU = CLIENT_PAYLOAD_OCTETS + TAG_OCTETS;

/**
 * Predicts the way of a frame from the map and the topology alone (seed blocks 516 to 534): every device, every
 * stretch with the tag stack there, and the points where the kernels can be asked whether it is true.
 *
 * @param direction "to_resource" from the rack, "to_rack" for the answer, which takes the mirrored way (para 107)
 */
export function walk(input: PathInput, direction: FramePath["direction"]): FramePath {
  const journey = journeyOf(input, direction);
  const legs = legsOf(journey);
  return { direction, hops: hopsOf(journey), legs, mtu: clientMtu(legs) };
}

/** The same facts, seen by the frame: where it comes from and where it goes. */
interface Journey {
  readonly from: PathEnd;
  readonly to: PathEnd;
  readonly first: MachineHop;
  readonly last: MachineHop;
  readonly crossing: Crossing | null;
  readonly clientVlan: ClientVlan;
  readonly host: StackTag;
  readonly customer: StackTag;
  readonly clientStack: readonly StackTag[];
  readonly pairStack: readonly StackTag[];
  readonly pair: PathInput["pair"];
}

interface Crossing {
  readonly line: PathLine;
  readonly near: PathLineSide;
  readonly far: PathLineSide;
  readonly tag: StackTag;
}

function journeyOf(input: PathInput, direction: FramePath["direction"]): Journey {
  const forward = direction === "to_resource";
  const rack = machine("rack", input.rack);
  const resource = machine("resource", input.resource);
  const host: StackTag = { kind: "host", value: input.pair.hostTag, tpid: 0x88a8 };
  const customer: StackTag = { kind: "customer", value: input.pair.customerTag, tpid: 0x8100 };
  const clientStack = ownStack(input.clientVlan);
  return {
    from: forward ? input.rack : input.resource,
    to: forward ? input.resource : input.rack,
    first: forward ? rack : resource,
    last: forward ? resource : rack,
    crossing: input.line === null ? null : crossingOf(input.line, forward),
    clientVlan: input.clientVlan,
    host,
    customer,
    clientStack,
    pairStack: [host, customer, ...clientStack],
    pair: input.pair,
  };
}

function machine(role: "rack" | "resource", end: PathEnd): MachineHop {
  return { kind: "machine", id: role, role, name: end.name, datacenter: end.datacenter };
}

function ownStack(vlan: ClientVlan): readonly StackTag[] {
  return vlan === "untagged" ? [] : [{ kind: "client", value: vlan, tpid: 0x8100 }];
}

function crossingOf(line: PathLine, forward: boolean): Crossing {
  const near = forward ? line.rackSide : line.resourceSide;
  const far = forward ? line.resourceSide : line.rackSide;
  return { line, near, far, tag: { kind: "datacenter", value: far.label, tpid: 0x8847 } };
}

function hopsOf(journey: Journey): FramePath["hops"] {
  const { first, last, from, to, crossing } = journey;
  const enter = pushPair(journey, from.port);
  const leave = popPair(journey, to.port);
  if (crossing === null) return [first, switchHop(from, from.port, to.port, [...enter, ...leave]), last];
  const onto: TagAction = { kind: "push", tag: crossing.tag, port: crossing.near.port };
  const off: TagAction = { kind: "pop", tag: crossing.tag, port: crossing.far.port };
  return [
    first,
    switchHop(from, from.port, crossing.near.port, [...enter, onto]),
    switchHop(to, crossing.far.port, to.port, [off, ...leave]),
    last,
  ];
}

function pushPair(journey: Journey, port: PortNumber): TagAction[] {
  return [
    { kind: "push", tag: journey.customer, port },
    { kind: "push", tag: journey.host, port },
  ];
}

function popPair(journey: Journey, port: PortNumber): TagAction[] {
  return [
    { kind: "pop", tag: journey.host, port },
    { kind: "pop", tag: journey.customer, port },
  ];
}

function switchHop(at: PathEnd, inPort: PortNumber, outPort: PortNumber, actions: readonly TagAction[]): SwitchHop {
  const { switchCode: code, datacenter, segment } = at;
  return { kind: "switch", id: switchId(at), code, datacenter, inPort, outPort, segment, actions };
}

function switchId(end: PathEnd): string {
  return `switch-${end.switchCode}`;
}

function legsOf(journey: Journey): readonly Leg[] {
  const { from, to, crossing } = journey;
  const enter = cable(journey, journey.first, from, "in");
  const leave = cable(journey, journey.last, to, "out");
  if (crossing === null) return [enter, inside(journey, from), leave];
  return [enter, inside(journey, from), line(journey, crossing), inside(journey, to), leave];
}

function cable(journey: Journey, hop: MachineHop, end: PathEnd, direction: Direction): Leg {
  const atSwitch = `switch ${end.switchCode} port ${end.port}`;
  const [from, to] = direction === "in" ? [hop.id, switchId(end)] : [switchId(end), hop.id];
  const entryKey = mapEntryKey({ kind: "attachment", port: end.port, clientVlan: journey.clientVlan });
  return {
    id: `${hop.id}-cable`,
    kind: "cable",
    from,
    to,
    name: direction === "in" ? `${hop.name} to ${atSwitch}` : `${atSwitch} to ${hop.name}`,
    stack: journey.clientStack,
    mtu: CABLE_MTU,
    points: [point(end.switchCode, end.port, direction, entryKey)],
  };
}

function inside(journey: Journey, end: PathEnd): Leg {
  return {
    id: `inside-${end.switchCode}`,
    kind: "inside",
    from: switchId(end),
    to: switchId(end),
    name:
      end.segment === null
        ? `inside switch ${end.switchCode}`
        : `inside switch ${end.switchCode}, segment ${end.segment}`,
    stack: journey.pairStack,
    mtu: null,
    points: [],
  };
}

function line(journey: Journey, crossing: Crossing): Leg {
  const { from, to, pair } = journey;
  const keyAt = (port: PortNumber) => mapEntryKey({ kind: "trunk", port, ...pair });
  return {
    id: `line-${crossing.line.code}`,
    kind: "line",
    from: switchId(from),
    to: switchId(to),
    name: `line ${crossing.line.code}`,
    stack: [crossing.tag, ...journey.pairStack],
    mtu: crossing.line.mtu,
    points: [
      point(from.switchCode, crossing.near.port, "out", keyAt(crossing.near.port)),
      point(to.switchCode, crossing.far.port, "in", keyAt(crossing.far.port)),
    ],
  };
}

function point(switchCode: string, port: PortNumber, direction: Direction, entryKey: string): ObservationPoint {
  return { id: `${switchCode}:${port}:${direction}`, switchCode, port, direction, entryKey };
}
