import { lineEncapsulation, longHaulId, providerEncapsulation } from "@/agent/protocol";
import type { Crossing, PortAt } from "../../domain/attachments";
import type { LinkHop, Stretch, SwitchPort } from "../../domain/frame-path";
import { ServiceError } from "../../errors";
import type { Fabric } from "../topology/fabric";
import type { ChooseWay, Way, WayLink } from "./way-in-use";
import { waysOf } from "./ways";

/** A pseudowire as a path crosses it. */
export interface PathWire {
  readonly near: PortAt;
  readonly far: PortAt;
  /** Best first, each from near to far. */
  readonly ways: readonly Way[];
  readonly used: Way;
}

/** Switch ids become codes once all switches are known. */
type CodeOf = (switchId: string) => string;

interface LoadedStretches {
  stretches(codeOf: CodeOf): Stretch[];
  readonly wire: PathWire | null;
  /** Of every switch at which something ends. */
  readonly switchIds: readonly string[];
}

/** What lies between the switches of a path, in its order, each pseudowire with the links that carry the frames. */
export function loadStretches({
  fabric,
  crossings,
  choose,
}: {
  readonly fabric: Fabric;
  readonly crossings: readonly Crossing[];
  readonly choose: ChooseWay;
}): LoadedStretches {
  const crossed = crossings.find(({ kind }) => kind === "pseudowire");
  const wire = crossed === undefined ? null : wireOf(fabric, crossed, choose);
  const links = wire?.used.links ?? [];
  return {
    wire,
    switchIds: [...crossings, ...links].flatMap(({ near, far }) => [near.switchId, far.switchId]),
    stretches: (codeOf) => crossings.map((crossing) => stretchOf(fabric, crossing, { wire, codeOf })),
  };
}

function wireOf(fabric: Fabric, crossing: Crossing, choose: ChooseWay): PathWire {
  const { near, far } = crossing;
  const ways = waysOf(fabric, crossing);
  const used = choose(near, ways);
  if (used === null) {
    throw new ServiceError(
      "conflict",
      "No link in service leads to the other datacenter: the frames have no path. Ask the operator for one.",
    );
  }
  return { near, far, ways, used };
}

interface StretchFacts {
  readonly wire: PathWire | null;
  readonly codeOf: CodeOf;
}

function stretchOf(fabric: Fabric, { kind, id, near, far }: Crossing, { wire, codeOf }: StretchFacts): Stretch {
  const ends = { near: switchPort(near, codeOf), far: switchPort(far, codeOf) };
  if (kind === "trunk" || wire === null) {
    const trunk = fabric.trunks.find((one) => one.id === id);
    return { kind: "trunk", code: trunk?.code ?? id, ...ends, mtu: trunk?.mtu ?? null };
  }
  const { tagToFar, tagToNear, links } = wire.used;
  return { kind, ...ends, tagToFar, tagToNear, hops: links.map((link) => hopOf(link, codeOf)) };
}

function hopOf({ row, near, far }: WayLink, codeOf: CodeOf): LinkHop {
  const { code, medium, mtu, encapsulation, longHaul } = row;
  const common = { code, mtu, near: switchPort(near, codeOf), far: switchPort(far, codeOf) };
  if (medium === "line") {
    return { ...common, medium, encapsulation: lineEncapsulation.parse(encapsulation), longHaul: null };
  }
  const kind = providerEncapsulation.parse(encapsulation);
  return { ...common, medium, encapsulation: kind, longHaul: longHaulId.parse(longHaul) };
}

function switchPort({ switchId, number }: PortAt, codeOf: CodeOf): SwitchPort {
  return { switchCode: codeOf(switchId), port: number };
}
