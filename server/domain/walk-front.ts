import type { FramePath, Hop, Leg, SwitchHop, TagAction } from "./frame-path";
import { CLIENT_PAYLOAD_OCTETS } from "./frame-path";
import type { Journey, JourneyEnd } from "./walk-journey";
import { cableIn, cableOut, insideLeg, pointAt, switchId } from "./walk-leg";

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
  const moved = main.actions.filter(isCustomer);
  const hop = frontHop(journey, first, front, { inPort: front.port, outPort: front.uplink, moved });
  const between = seriesLeg(journey, first, front, "in", cable);
  return {
    hops: [machine, hop, { ...main, actions: main.actions.filter((action) => !isCustomer(action)) }, ...rest],
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
  const moved = main.actions.filter(isCustomer);
  const hop = frontHop(journey, last, front, { inPort: front.uplink, outPort: front.port, moved });
  const between = seriesLeg(journey, last, front, "out", cable);
  const without: Hop = { ...main, actions: main.actions.filter((action) => !isCustomer(action)) };
  return {
    hops: [...hops.slice(0, -2), without, hop, machine],
    legs: [...legs.slice(0, -1), between, insideFront(hop, between), cableOut({ ...last, ...front })],
  };
}

function isCustomer({ kind, tag }: TagAction): boolean {
  return tag.kind === "customer" && (kind === "push" || kind === "pop");
}

function frontHop(
  { switches }: Journey,
  end: JourneyEnd,
  { switchCode }: Front,
  { inPort, outPort, moved }: Pick<SwitchHop, "inPort" | "outPort"> & { readonly moved: readonly TagAction[] },
): SwitchHop {
  const at = switches.get(switchCode) ?? switches.get(end.switchCode);
  const port = end.front?.port ?? end.port;
  const actions = moved.map((action) => ({ ...action, port }));
  const place = { code: switchCode, datacenter: at?.datacenter ?? "", inPort, outPort };
  return { kind: "switch", id: switchId(switchCode), role: "bridge", ...place, segment: null, actions };
}

function insideFront(hop: SwitchHop, { stack }: Leg): Leg {
  return { ...insideLeg(hop, stack), name: `through switch ${hop.code}, which knows the customer tag alone` };
}

/** The cable between the two switches: C over the client's own tag. What the second switch counts there is its attachment's. */
function seriesLeg(
  { customer, inner }: Journey,
  end: JourneyEnd,
  { switchCode, uplink }: Front,
  direction: "in" | "out",
  cable: Leg,
): Leg {
  const isIn = direction === "in";
  const [near, far] = [switchId(switchCode), switchId(end.switchCode)];
  const atUplink = pointAt({ switchCode, port: uplink }, isIn ? "out" : "in", null);
  return {
    id: `series-${switchCode}`,
    kind: "trunk",
    from: isIn ? near : far,
    to: isIn ? far : near,
    name: `the cable between switch ${switchCode} port ${uplink} and switch ${end.switchCode} port ${end.port}`,
    encapsulation: null,
    stack: [customer, ...inner],
    mtu: null,
    room: CLIENT_PAYLOAD_OCTETS,
    points: isIn ? [atUplink, ...cable.points] : [...cable.points, atUplink],
  };
}
