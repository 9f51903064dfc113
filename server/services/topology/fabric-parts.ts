import {
  type DatacenterTag,
  type DesiredLink,
  type DesiredParts,
  type DesiredPort,
  lineEncapsulation,
  longHaulId,
  type PseudowirePath,
  providerEncapsulation,
  type Transit,
  transitKey,
} from "@/agent/protocol";
import type { PortAt } from "../../domain/attachments";
import { type Fabric, probeAt, transitProbeAt } from "./fabric";
import { ETHERNET_HEADER, frameOctetsOf, type LinkRow } from "./links";
import { macOfPort, portAt } from "./port-at";
import type { PathRow, Pseudowire } from "./pseudowires";
import type { NumberedPort } from "./series";
import type { Trunk } from "./trunks";

/** What a switch must hold to be joined to others: trunk and pseudowire ports, link ends, transits. */
export type FabricParts = Pick<DesiredParts, "ports" | "links" | "transits">;

/** The part of a switch's desired state that follows from what joins it to others. Pure. */
export function fabricPartsOf(fabric: Fabric, switchId: string): FabricParts {
  return {
    ports: [
      ...fabric.trunks.flatMap((one) =>
        [one.a, one.b].filter(isOn(switchId)).map((end) => trunkPort(fabric, one, end)),
      ),
      ...fabric.pseudowires.flatMap((one) => (one.isAtRest ? [] : pseudowirePorts(fabric, one, switchId))),
      ...uplinks(fabric, switchId),
    ],
    links: fabric.links.flatMap((row) => linkEnds(row, switchId)),
    transits: fabric.pseudowires.flatMap(({ paths }) => paths.flatMap((path) => transitsOf(fabric, path, switchId))),
  };
}

function trunkPort(fabric: Fabric, { mtu }: Pick<Trunk, "mtu">, end: NumberedPort): DesiredPort {
  const port = { kind: "trunk", number: end.number, probe: probeAt(fabric, end) } as const;
  // A frame's tags are payload to whoever says an MTU: so many octets every cable carries, whatever more some do.
  return mtu === null ? port : { ...port, mostOctets: Math.min(MOST_TOLD, ETHERNET_HEADER + mtu) };
}

/** What the protocol has room for. */
const MOST_TOLD = 65_535;

/** A switch in front has a port with a cable, of a size that nobody said, to each client port that it serves. */
function uplinks(fabric: Fabric, switchId: string): DesiredPort[] {
  const fronts = [...fabric.series.values()].filter((front) => front.switchId === switchId);
  return fronts.map(({ uplink: number }) => trunkPort(fabric, { mtu: null }, { switchId, number }));
}

const isOn = (switchId: string) => (end: PortAt) => end.switchId === switchId;

function pseudowirePorts(fabric: Fabric, { a, b, paths }: Pseudowire, switchId: string): DesiredPort[] {
  const path = (row: PathRow, isA: boolean): PseudowirePath => {
    const first = (isA ? row.linkIds[0] : row.linkIds.at(-1)) ?? "";
    const [tagOut, tagIn] = isA ? [row.tagToB, row.tagToA] : [row.tagToA, row.tagToB];
    return { link: endOn(fabric, first, switchId).number, tagOut, tagIn, mostOctets: mostOctets(fabric, row) };
  };
  return [a, b].filter(isOn(switchId)).map((end) => {
    const probe = probeAt(fabric, end);
    return { kind: "pseudowire", number: end.number, probe, paths: paths.map((row) => path(row, end === a)) };
  });
}

/** The largest frame with its pair that every link of a path carries whole, in octets. */
function mostOctets({ links }: Fabric, { linkIds }: PathRow): number {
  const rows = linkIds.flatMap((id) => links.find(({ link }) => link.id === id) ?? []);
  return Math.min(...rows.map(({ link }) => frameOctetsOf(link)));
}

/** The end of a link on a switch. */
export function endOn({ links }: Fabric, linkId: string, switchId: string): PortAt {
  const row = links.find(({ link }) => link.id === linkId);
  const end = [row?.a, row?.b].find((port) => port?.switchId === switchId);
  if (end === undefined) throw new Error(`link ${linkId} has no end on switch ${switchId}`);
  return portAt(end);
}

function linkEnds({ link, a, b, shutUntil }: LinkRow, switchId: string): DesiredLink[] {
  const ends = [
    { near: a, far: b, local: link.aAddress, remote: link.bAddress },
    { near: b, far: a, local: link.bAddress, remote: link.aAddress },
  ];
  return ends
    .filter(({ near }) => near.switchId === switchId)
    .map((end) => {
      return { ...linkEnd(link, end), ...(shutUntil === null ? {} : { shutUntil }) };
    });
}

function linkEnd(
  link: LinkRow["link"],
  { near, far, local, remote }: { near: LinkRow["a"]; far: LinkRow["a"]; local: string | null; remote: string | null },
): DesiredLink {
  const { number } = portAt(near);
  const accepted = link.alsoAccepts === null ? [link.encapsulation] : [link.encapsulation, link.alsoAccepts];
  if (link.medium === "line") {
    const send = lineEncapsulation.parse(link.encapsulation);
    const accept = accepted.map((kind) => lineEncapsulation.parse(kind));
    return { medium: "line", number, send, accept, farMac: macOfPort(far) };
  }
  if (local === null || remote === null) throw new Error(`provider link ${link.code} has no addresses`);
  const send = providerEncapsulation.parse(link.encapsulation);
  const accept = accepted.map((kind) => providerEncapsulation.parse(kind));
  const longHaul = longHaulId.parse(link.longHaul);
  return { medium: "provider", number, send, accept, local, remote, longHaul, mtu: link.mtu };
}

/** Between two hops of a path a switch passes frames on, both ways, and answers probes of each. */
function transitsOf(fabric: Fabric, { linkIds, tagToA, tagToB }: PathRow, switchId: string): Transit[] {
  return linkIds.slice(1).flatMap((next, index) => {
    const before = linkIds[index] ?? "";
    const isHere = [before, next].every((id) => touches(fabric, id, switchId));
    if (!isHere) return [];
    const [from, to] = [endOn(fabric, before, switchId).number, endOn(fabric, next, switchId).number];
    const transit = (ends: Pick<Transit, "from" | "to" | "tag">, tagBack: DatacenterTag): Transit => {
      const answer = { probe: transitProbeAt(fabric, switchId, ends.tag), tagBack };
      return { key: transitKey(ends), ...ends, answer };
    };
    return [transit({ from, to, tag: tagToB }, tagToA), transit({ from: to, to: from, tag: tagToA }, tagToB)];
  });
}

function touches({ links }: Fabric, linkId: string, switchId: string): boolean {
  const row = links.find(({ link }) => link.id === linkId);
  return row !== undefined && (row.a.switchId === switchId || row.b.switchId === switchId);
}
