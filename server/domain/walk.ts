import type { FramePath, Hop, Leg, MachineHop, PathInput, SwitchHop } from "./frame-path";
import { CLIENT_PAYLOAD_OCTETS } from "./frame-path";
import type { StackTag } from "./tag-stack";
import { type Crossing, crossingsOf } from "./walk-crossing";
import { throughFronts } from "./walk-front";
import { type Journey, journeyOf } from "./walk-journey";
import { cableIn, cableOut, insideLeg } from "./walk-leg";
import { popPair, pushPair } from "./walk-pair";

/**
 * Predicts the way of a frame from the map and the topology alone (seed blocks 516 to 540): every device, every
 * stretch with the tag stack there, and the points where the kernels can be asked whether it is true.
 *
 * @param direction "to_resource" from the rack, "to_rack" for the answer, which takes the mirrored way (para 107)
 */
export function walk(input: PathInput, direction: FramePath["direction"]): FramePath {
  const journey = journeyOf(input, direction);
  const crossings = crossingsOf(journey);
  const visits = visitsOf(journey, crossings);
  const direct = { hops: hopsOf(journey, crossings, visits), legs: legsOf(journey, crossings, visits) };
  const { hops, legs } = throughFronts(journey, direct);
  const limit = tightest(legs);
  const mtu = Math.min(CLIENT_PAYLOAD_OCTETS, limit?.room ?? CLIENT_PAYLOAD_OCTETS);
  return { direction, hops, legs, mtu, limit: limit?.id ?? null };
}

/** A switch that the frame comes by, and the frame as it is inside. */
interface Visit {
  readonly hop: SwitchHop;
  readonly inside: readonly StackTag[];
}

function visitsOf(journey: Journey, crossings: readonly Crossing[]): Visit[] {
  return [null, ...crossings].map((before, index) => visit(journey, before, crossings[index] ?? null));
}

/** Between what it came in by and what it goes out by; at the ends those are the machines' ports. */
function visit(journey: Journey, before: Crossing | null, after: Crossing | null): Visit {
  const { first, last } = journey;
  const code = before?.far.switchCode ?? first.switchCode;
  const passedOn = before?.intoTransit ?? null;
  const at = journey.switches.get(code);
  const hop: SwitchHop = {
    kind: "switch",
    id: `switch-${code}`,
    role: passedOn === null ? "bridge" : "transit",
    code,
    datacenter: at?.datacenter ?? "",
    inPort: before?.far.port ?? first.port,
    outPort: after?.near.port ?? last.port,
    segment: passedOn === null ? (at?.segment ?? null) : null,
    actions: [...(before?.off ?? pushPair(journey)), ...(after?.onto ?? popPair(journey))],
  };
  return { hop, inside: passedOn ?? journey.stack };
}

function hopsOf(journey: Journey, crossings: readonly Crossing[], visits: readonly Visit[]): Hop[] {
  const between = visits.flatMap(({ hop }, index): Hop[] => [hop, ...(crossings[index]?.across ?? [])]);
  return [machineHop(journey, "first"), ...between, machineHop(journey, "last")];
}

function machineHop({ first, last, switches }: Journey, which: "first" | "last"): MachineHop {
  const { role, name, switchCode } = which === "first" ? first : last;
  return { kind: "machine", id: role, role, name, datacenter: switches.get(switchCode)?.datacenter ?? "" };
}

function legsOf(journey: Journey, crossings: readonly Crossing[], visits: readonly Visit[]): Leg[] {
  const between = visits.flatMap(({ hop, inside }, index) => [
    insideLeg(hop, inside),
    ...(crossings[index]?.legs ?? []),
  ]);
  return [cableIn(journey.first), ...between, cableOut(journey.last)];
}

/** The leg that leaves a client least, when that is less than Ethernet allows; the first of equals. */
function tightest(legs: readonly Leg[]): Leg | null {
  const tight = legs.filter((leg) => leg.room !== null && leg.room < CLIENT_PAYLOAD_OCTETS);
  return tight.reduce<Leg | null>((least, leg) => ((leg.room ?? 0) < (least?.room ?? Infinity) ? leg : least), null);
}
