import type { FramePath, Leg, SwitchHop, TagAction } from "./frame-path";
import type { Journey, JourneyEnd } from "./walk-journey";
import { cableIn, cableOut, insideLeg, pointAt, roomIn, switchId } from "./walk-leg";

type Way = Pick<FramePath, "hops" | "legs">;
type Front = NonNullable<JourneyEnd["front"]>;

/** Puts the switches in front of either end into a way: they give and take the customer tag, the next one the host tag. */
export function throughFronts(journey: Journey, way: Way): Way {
  return leavingByFront(journey, enteringByFront(journey, way));
}

function enteringByFront(journey: Journey, { hops, legs }: Way): Way {
  const { first } = journey;
  const { front } = first;
  if (front === undefined) return { hops, legs };
  const [machine, main, ...rest] = hops;
  const [cable, ...onward] = legs;
  if (machine === undefined || main?.kind !== "switch" || cable === undefined) return { hops, legs };
  const [moved, kept] = parted(main.actions, "push");
  const hop = frontHop(journey, first, front, { inPort: front.port, outPort: front.uplink, moved });
  const between = seriesLeg(journey, first, front, "in", cable);
  return {
    hops: [machine, hop, { ...main, actions: kept }, ...rest],
    legs: [cableIn({ ...first, ...front }), insideFront(hop, between), between, ...onward],
  };
}

function leavingByFront(journey: Journey, { hops, legs }: Way): Way {
  const { last } = journey;
  const { front } = last;
  if (front === undefined) return { hops, legs };
  const [machine, main] = [hops.at(-1), hops.at(-2)];
  const cable = legs.at(-1);
  if (machine === undefined || main?.kind !== "switch" || cable === undefined) return { hops, legs };
  const [moved, kept] = parted(main.actions, "pop");
  const hop = frontHop(journey, last, front, { inPort: front.uplink, outPort: front.port, moved });
  const between = seriesLeg(journey, last, front, "out", cable);
  const toMachine = { ...cableOut({ ...last, ...front }), from: hop.id };
  return {
    hops: [...hops.slice(0, -2), { ...main, actions: kept }, hop, machine],
    legs: [...legs.slice(0, -1), between, insideFront(hop, between), toMachine],
  };
}

/** What the switch in front does with the customer tag, and what is left to the next one. */
function parted(actions: readonly TagAction[], kind: "push" | "pop"): [TagAction[], TagAction[]] {
  const isMoved = (action: TagAction) => action.tag.kind === "customer" && action.kind === kind;
  return [actions.filter(isMoved), actions.filter((action) => !isMoved(action))];
}

/** One switch may stand in front of both ends: then the way comes by it twice. */
function frontId({ first, last }: Journey, end: JourneyEnd, { switchCode }: Front): string {
  const isAgain = end === last && first.front?.switchCode === switchCode;
  return isAgain ? `${switchId(switchCode)}-again` : switchId(switchCode);
}

function frontHop(
  journey: Journey,
  end: JourneyEnd,
  front: Front,
  { inPort, outPort, moved }: Pick<SwitchHop, "inPort" | "outPort"> & { readonly moved: readonly TagAction[] },
): SwitchHop {
  const { switchCode, port } = front;
  const at = journey.switches.get(switchCode) ?? journey.switches.get(end.switchCode);
  const actions = moved.map((action) => ({ ...action, port }));
  const place = { code: switchCode, datacenter: at?.datacenter ?? "", inPort, outPort };
  return { kind: "switch", id: frontId(journey, end, front), role: "front", ...place, segment: null, actions };
}

/** An id of its own, as the switch may be passed twice. */
function insideFront(hop: SwitchHop, { stack }: Leg): Leg {
  return { ...insideLeg(hop, stack), id: `inside-${hop.id}` };
}

/** The cable between the two switches: C over the tag that the machine itself uses. What the second switch counts there is its attachment's. */
function seriesLeg(journey: Journey, end: JourneyEnd, front: Front, direction: "in" | "out", cable: Leg): Leg {
  const { switchCode, uplink, mtu } = front;
  const isIn = direction === "in";
  const [near, far] = [frontId(journey, end, front), switchId(end.switchCode)];
  const stack = [journey.customer, ...end.stack];
  const [from, to] = isIn ? [switchCode, end.switchCode] : [end.switchCode, switchCode];
  const atUplink = pointAt({ switchCode, port: uplink }, isIn ? "out" : "in", null);
  return {
    id: `series-${near}`,
    kind: "trunk",
    from: isIn ? near : far,
    to: isIn ? far : near,
    name: `cable from switch ${from} to ${to}`,
    encapsulation: null,
    stack,
    mtu,
    room: roomIn(mtu, 0, stack),
    points: isIn ? [atUplink, ...cable.points] : [...cable.points, atUplink],
  };
}
