/** Priorities on the ingress of the agent's devices and of given ones; every other priority is free for the operator. */
export const PRIORITY = {
  /** On links: a drill stops all that comes in. */
  shut: 3,
  heartbeat: 5,
  /** Entries of the map; on links what comes in with a label; on a pseudowire's far side what leaves. */
  entry: 10,
  /** On links: what comes in with a third Q tag. */
  thirdTag: 11,
  refuseCustomer: 20,
  refuseService: 21,
  untagged: 30,
  drop: 65_000,
} as const;
