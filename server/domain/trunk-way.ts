import type { PortAt } from "./attachments";

/** A cable between two switches of one datacenter. */
export interface TrunkEdge {
  readonly id: string;
  readonly code: string;
  readonly a: PortAt;
  readonly b: PortAt;
}

/** A trunk in the direction of travel. */
export interface TrunkStep {
  readonly id: string;
  readonly code: string;
  readonly near: PortAt;
  readonly far: PortAt;
}

/**
 * The trunks from one switch to another with the fewest on the way; empty when they are the same, null when no cable
 * leads there. All ways from one switch together are a tree, so a segment that follows them has no loop.
 */
export function trunkWay(trunks: readonly TrunkEdge[], from: string, to: string): TrunkStep[] | null {
  const steps = new Map<string, TrunkStep | null>([[from, null]]);
  const inOrder = [...trunks].sort((a, b) => (a.code < b.code ? -1 : 1));
  for (const at of steps.keys()) {
    for (const step of inOrder.flatMap((trunk) => stepFrom(trunk, at))) {
      if (!steps.has(step.far.switchId)) steps.set(step.far.switchId, step);
    }
  }
  return steps.has(to) ? wayBack(steps, to) : null;
}

function stepFrom({ id, code, a, b }: TrunkEdge, at: string): TrunkStep[] {
  if (a.switchId === at) return [{ id, code, near: a, far: b }];
  return b.switchId === at ? [{ id, code, near: b, far: a }] : [];
}

function wayBack(steps: ReadonlyMap<string, TrunkStep | null>, to: string): TrunkStep[] {
  const last = steps.get(to) ?? null;
  return last === null ? [] : [...wayBack(steps, last.near.switchId), last];
}
