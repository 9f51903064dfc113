/** Priorities on the ingress of the agent's devices and of given ones; every other priority is free for the operator. */
export const PRIORITY = {
  /** On links: a drill stops all that comes in. */
  shut: 3,
  /** On adapters, and on ports between switches: probes for the port itself; then, on adapters, those for other ports. */
  probeEnd: 4,
  /** On the uplink of a switch in front: probes for the machines' ports that it leads to; other probes are strays. */
  frontProbeEnd: 5,
  /** On adapters that lead to a switch in front: probes are counted, and go on. */
  probeCountOut: 5,
  heartbeat: 5,
  /** On a pseudowire's far side: heartbeats of a path that it does not have. */
  strayHeartbeat: 6,
  strayProbe: 6,
  /** On adapters: a loopback sends back what would leave. */
  loop: 7,
  /** On machines' ports that accept untagged frames alone: what comes tagged. */
  unacceptedCustomer: 4,
  unacceptedService: 5,
  /** On machines' ports: frames with a probe's address that came by the cable. */
  forgedDestination: 7,
  forgedSource: 8,
  /** On machines' ports: probes of a tagged attachment are counted, and go on. */
  probeCount: 9,
  /** On adapters: control frames that were carried get their own destination back; others of their kind end. */
  restoreControl: 8,
  refuseControl: 9,
  /** On a trunk's adapters: frames that its cable does not carry whole. */
  tooLarge: 9,
  /** Entries of the map; on links what comes in with a label; on a pseudowire's far side what leaves. */
  entry: 10,
  /** On links: what comes in with a third Q tag. */
  thirdTag: 11,
  refuseCustomer: 20,
  refuseService: 21,
  /** On machines' ports that accept tagged frames alone: what is left when tagged ones are gone. */
  unacceptedUntagged: 22,
  untaggedProbeCount: 28,
  /** An untagged attachment that has chains of its own. */
  servedUntagged: 29,
  untagged: 30,
  drop: 65_000,
} as const;

/** Priorities in the chains of attachments and transits, below which the default drop of each chain stands. */
export const CHAIN_PRIORITY = {
  /** Addresses under which control frames cross the switches, and which nobody may send. */
  forged: 101,
  carried: 102,
  control: 103,
  /** Destinations that the bridge knows, then all others, in the chain of floods. */
  known: 104,
  flood: 105,
  /** In a transit's chain: probes for itself. */
  probeEnd: 106,
  /** Probes are counted, and go on. */
  probeCount: 109,
  pass: 110,
  /** Sources that may come in. */
  admitted: 201,
  /** The first of a tenant's rules; each has a priority of its own. */
  rules: 301,
  onward: 60_000,
} as const;
