/** The plan: from what is desired and what is there to the operations between them. Pure; an empty plan means converged. */
import type { Actual } from "./actual";
import { type Comparison, compare } from "./compare";
import { inOrder, type Operation } from "./operation";
import type { DesiredState } from "./protocol";
import { type Wanted, wantedObjects } from "./wanted";

/** What is desired, in kernel objects, given the interfaces that are there. */
export function wantedOn(desired: DesiredState, actual: Actual): Wanted {
  const macs = new Map(actual.links.map((link) => [link.name, link.mac]));
  return wantedObjects(desired, (device) => macs.get(device) ?? null);
}

/**
 * Operations that lead from `actual` to `desired`, in the order in which they may be applied.
 * It never flushes, touches only what carries our mark, and leaves what is right alone: a second plan is empty.
 */
export function plan(desired: DesiredState, actual: Actual): Operation[] {
  return operationsOf(compare(wantedOn(desired, actual), actual));
}

/** The operations of a comparison, ordered. */
export function operationsOf({ differences, strays }: Comparison): Operation[] {
  return inOrder([...strays.flatMap((stray) => stray.removal), ...differences.flatMap((item) => item.repair)]);
}
