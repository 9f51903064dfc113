import { wireOf } from "@/agent/encapsulation/registry";
import type { Leg, LinkHop, ObservationPoint, ProviderHop, PseudowireStretch, TagAction } from "./frame-path";
import type { StackTag } from "./tag-stack";
import type { Crossing } from "./walk-crossing";
import type { Journey } from "./walk-journey";
import { pointAt, roomIn, switchId, trunkKey } from "./walk-leg";

/** The links of a pseudowire's path, each with what the switches at its ends do (seed blocks 532, 536, 538). */
export function linkCrossings(journey: Journey, stretch: PseudowireStretch): Crossing[] {
  const links = stretch.hops.map((hop) => ({ hop, tags: tagsOn(hop, stretch) }));
  return links.map(({ hop, tags }, index) => {
    const before = links[index - 1]?.tags ?? null;
    const after = links[index + 1]?.tags ?? null;
    const points = {
      near: pointAt(hop.near, "out", before === null ? trunkKey(journey, stretch.near.port) : null),
      far: pointAt(hop.far, "in", after === null ? trunkKey(journey, stretch.far.port) : null),
    };
    return {
      near: hop.near,
      far: hop.far,
      onto: before === null ? pushes(tags, hop.near.port) : switched(before, tags, hop.near.port),
      off: pops(after === null ? tags : tags.slice(0, -1), hop.far.port),
      legs: hop.medium === "line" ? [lineLeg(journey, hop, tags, points)] : providerLegs(journey, hop, tags, points),
      across: hop.medium === "line" ? [] : [providerHop(hop)],
      intoTransit: after === null ? null : [...after.slice(-1), ...journey.stack],
    };
  });
}

/** The tags in front of the pair on a link, outermost first; tag 3 is the last of them. */
function tagsOn(hop: LinkHop, { tagToFar }: PseudowireStretch): StackTag[] {
  return wireOf(hop.encapsulation)
    .tags(tagToFar, hop.longHaul)
    .map((tag) => ({ ...tag }));
}

type Port = TagAction["port"];

function pushes(tags: readonly StackTag[], port: Port): TagAction[] {
  return tags.toReversed().map((tag) => ({ kind: "push", tag, port }));
}

function pops(tags: readonly StackTag[], port: Port): TagAction[] {
  return tags.map((tag) => ({ kind: "pop", tag, port }));
}

/** At a transit switch: the same tag 3, in the form that the next link has it, and that link's tag 4 over it. */
function switched(before: readonly StackTag[], after: readonly StackTag[], port: Port): TagAction[] {
  const [from, tag] = [before.at(-1), after.at(-1)];
  if (from === undefined || tag === undefined) return [];
  const same: TagAction =
    from.format === tag.format ? { kind: "keep", tag, port } : { kind: "rewrite", from, tag, port };
  return [same, ...pushes(after.slice(0, -1), port)];
}

interface EndPoints {
  readonly near: ObservationPoint;
  readonly far: ObservationPoint;
}

function lineLeg(journey: Journey, hop: LinkHop, tags: readonly StackTag[], { near, far }: EndPoints): Leg {
  return {
    ...carried(journey, hop, tags),
    id: `line-${hop.code}`,
    kind: "line",
    from: switchId(hop.near.switchCode),
    to: switchId(hop.far.switchCode),
    name: `line ${hop.code}`,
    points: [near, far],
  };
}

/** The provider routes the frame whole: it is the same on both sides. */
function providerLegs(journey: Journey, hop: LinkHop, tags: readonly StackTag[], { near, far }: EndPoints): Leg[] {
  const common = { ...carried(journey, hop, tags), kind: "provider" as const };
  const [sender, receiver] = [hop.near.switchCode, hop.far.switchCode];
  const link = `provider link ${hop.code}`;
  const provider = providerHop(hop).id;
  return [
    {
      ...common,
      id: `link-${hop.code}-${sender}`,
      from: switchId(sender),
      to: provider,
      name: `${link}, switch ${sender} to the provider`,
      points: [near],
    },
    {
      ...common,
      id: `link-${hop.code}-${receiver}`,
      from: provider,
      to: switchId(receiver),
      name: `${link}, the provider to switch ${receiver}`,
      points: [far],
    },
  ];
}

function providerHop({ code }: LinkHop): ProviderHop {
  return { kind: "provider", id: `provider-${code}`, code };
}

function carried(journey: Journey, hop: LinkHop, tags: readonly StackTag[]) {
  const { name, overhead } = wireOf(hop.encapsulation);
  return {
    encapsulation: name,
    stack: [...tags, ...journey.stack],
    mtu: hop.mtu,
    room: roomIn(hop.mtu, overhead, journey.stack),
  };
}
