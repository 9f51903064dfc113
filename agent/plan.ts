/** The plan: from what is desired and what is there to the operations between them. Pure; an empty plan means converged. */
import type { Actual } from "./actual";
import { type Comparison, compare } from "./compare";
import { inOrder, type Operation } from "./operation";
import type { DesiredState } from "./protocol";
import { BEST_PATHS, type ChosenPaths, type Facts, type Wanted, wantedObjects } from "./wanted";

/** What is desired, in kernel objects, given the interfaces that are there and the paths that pseudowires send by. */
export function wantedOn(desired: DesiredState, actual: Actual, chosen: ChosenPaths = BEST_PATHS): Wanted {
  return wantedObjects(desired, factsOf(actual, chosen));
}

/** The interfaces and addresses of a reading, and the chosen paths. */
export function factsOf(actual: Actual, chosen: ChosenPaths): Facts {
  const macs = new Map(actual.links.map((link) => [link.name, link.mac]));
  const addresses = new Map(actual.links.map((link) => [link.name, link.addresses ?? null]));
  return {
    macOf: (device) => macs.get(device) ?? null,
    addressesOf: (device) => addresses.get(device) ?? null,
    chosen,
    fullQuotas: actual.fullQuotas,
    known: actual.known,
  };
}

/**
 * Operations that lead from `actual` to `desired`, in the order in which they may be applied.
 * It never flushes, touches only what carries our mark, and leaves what is right alone: a second plan is empty.
 */
export function plan(desired: DesiredState, actual: Actual, chosen: ChosenPaths = BEST_PATHS): Operation[] {
  return operationsOf(compare(wantedOn(desired, actual, chosen), actual));
}

/** The operations of a comparison, ordered. */
export function operationsOf({ differences, strays }: Comparison): Operation[] {
  return inOrder([...strays.flatMap((stray) => stray.removal), ...differences.flatMap((item) => item.repair)]);
}
