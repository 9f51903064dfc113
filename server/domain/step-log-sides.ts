import type { OrderFacts, PlaceFact } from "./step-log-facts";

/** Map rows by what they couple. */
export interface Sides {
  /** In the rack's datacenter; inside one datacenter all of them. */
  readonly near: readonly PlaceFact[];
  /** In the resource's. */
  readonly far: readonly PlaceFact[];
  /** What joins the two. */
  readonly joint: readonly PlaceFact[];
}

/** Sorts an order's map rows. */
export function sidesOf({ places, rack }: OrderFacts): Sides {
  const joint = places.filter(({ portKind }) => portKind === "pseudowire");
  const others = places.filter(({ portKind }) => portKind !== "pseudowire");
  return {
    near: others.filter(({ datacenter }) => datacenter === rack.datacenter),
    far: others.filter(({ datacenter }) => datacenter !== rack.datacenter),
    joint,
  };
}
