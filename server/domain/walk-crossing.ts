import type { Leg, ProviderHop, SwitchPort, TagAction, TrunkStretch } from "./frame-path";
import type { StackTag } from "./tag-stack";
import type { Journey } from "./walk-journey";
import { pointAt, roomIn, switchId, trunkKey } from "./walk-leg";
import { linkCrossings } from "./walk-link";

/** What lies between one switch and the next. */
export interface Crossing {
  readonly near: SwitchPort;
  readonly far: SwitchPort;
  /** What the near switch does at its port, and the far one at its own. */
  readonly onto: readonly TagAction[];
  readonly off: readonly TagAction[];
  readonly legs: readonly Leg[];
  /** The provider's network, where the frame goes through one. */
  readonly across: readonly ProviderHop[];
  /** The frame inside the far switch when that one only passes it on; null when it bridges the segment. */
  readonly intoTransit: readonly StackTag[] | null;
}

/** Everything that the frame crosses between switches, in its order. */
export function crossingsOf(journey: Journey): Crossing[] {
  return journey.stretches.flatMap((stretch) =>
    stretch.kind === "trunk" ? [trunkCrossing(journey, stretch)] : linkCrossings(journey, stretch),
  );
}

function trunkCrossing(journey: Journey, { code, near, far, mtu }: TrunkStretch): Crossing {
  const leg: Leg = {
    id: `trunk-${code}`,
    kind: "trunk",
    from: switchId(near.switchCode),
    to: switchId(far.switchCode),
    name: `trunk ${code}`,
    encapsulation: null,
    stack: journey.stack,
    mtu,
    room: roomIn(mtu, 0, journey.stack),
    points: [pointAt(near, "out", trunkKey(journey, near.port)), pointAt(far, "in", trunkKey(journey, far.port))],
  };
  return { near, far, onto: [], off: [], legs: [leg], across: [], intoTransit: null };
}
