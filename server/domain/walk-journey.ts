import type { ClientVlan } from "@/agent/protocol";
import type { FramePath, LinkHop, PathEnd, PathInput, Stretch } from "./frame-path";
import type { StackTag } from "./tag-stack";

/** The same facts as `PathInput`, seen by the frame: where it comes from and where it goes. */
export interface Journey {
  readonly first: JourneyEnd;
  readonly last: JourneyEnd;
  /** In the order in which the frame crosses them. */
  readonly stretches: readonly Stretch[];
  readonly switches: PathInput["switches"];
  readonly pair: PathInput["pair"];
  readonly host: StackTag;
  readonly customer: StackTag;
  /** What is under the pair: the rack's own tag, in both directions. */
  readonly inner: readonly StackTag[];
  /** The pair over that: the frame between the first switch and the last. */
  readonly stack: readonly StackTag[];
}

export interface JourneyEnd extends PathEnd {
  readonly role: "rack" | "resource";
  readonly vlan: ClientVlan;
  /** The machine's frames on its own cable. */
  readonly stack: readonly StackTag[];
}

/** Turns the facts round for the way back: what is near is far, and each tag 3 that of the other direction. */
export function journeyOf(input: PathInput, direction: FramePath["direction"]): Journey {
  const forward = direction === "to_resource";
  const rack = endOf("rack", input.rack, input.clientVlan);
  const resource = endOf("resource", input.resource, input.resourceVlan);
  const host: StackTag = { kind: "host", value: input.pair.hostTag, format: 0x88a8 };
  const customer: StackTag = { kind: "customer", value: input.pair.customerTag, format: 0x8100 };
  return {
    first: forward ? rack : resource,
    last: forward ? resource : rack,
    stretches: forward ? input.stretches : input.stretches.toReversed().map(turned),
    switches: input.switches,
    pair: input.pair,
    host,
    customer,
    inner: rack.stack,
    stack: [host, customer, ...rack.stack],
  };
}

function endOf(role: JourneyEnd["role"], end: PathEnd, vlan: ClientVlan): JourneyEnd {
  const stack: StackTag[] = vlan === "untagged" ? [] : [{ kind: "client", value: vlan, format: 0x8100 }];
  return { ...end, role, vlan, stack };
}

function turned(stretch: Stretch): Stretch {
  const { near: far, far: near } = stretch;
  if (stretch.kind === "trunk") return { ...stretch, near, far };
  const { tagToFar: tagToNear, tagToNear: tagToFar } = stretch;
  return { ...stretch, near, far, tagToFar, tagToNear, hops: stretch.hops.toReversed().map(turnedHop) };
}

function turnedHop(hop: LinkHop): LinkHop {
  return { ...hop, near: hop.far, far: hop.near };
}
