import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch } from "@/db/schema/switch";
import { CLIENT_PAYLOAD_OCTETS } from "../../domain/frame-path";
import { ANY_WAY, choosePaths, type LinkEdge, type LinkPath, otherEnd } from "../../domain/path-choice";
import { edgesInService, loadLinks } from "./links";
import type { Pseudowire } from "./pseudowires";

/** The ways between two datacenters that a tenant may choose from; whose frames go where is not told. */
export interface OfferedWays {
  /** Best first. */
  readonly paths: readonly OfferedPath[];
  /** Every link of those paths, by code. */
  readonly links: readonly string[];
}

export interface OfferedPath {
  /** In the order from the rack. */
  readonly linkCodes: readonly string[];
  /** Datacenters that it comes by, the first and last included. */
  readonly datacenters: readonly string[];
  /** In the operator's unit. */
  readonly cost: number;
  readonly latencyMicros: number;
  /** Octets of payload that the client may send. */
  readonly mtu: number;
  /** This order's best path. */
  readonly isBest: boolean;
}

/** So many are offered: more are detours of detours. */
const MOST_OFFERED = 8;

/** Every path over links in service between a pseudowire's edge switches, whatever the order asks of its own. */
export async function offeredWays(db: Queryable, wire: Pseudowire, near: string): Promise<OfferedWays> {
  const far = wire.a.switchId === near ? wire.b.switchId : wire.a.switchId;
  const edges = edgesInService(await loadLinks(db));
  const homes = await homesOf(db);
  const best = new Set(wire.paths[0]?.linkIds);
  const isBest = ({ links }: LinkPath) => links.length === best.size && links.every(({ id }) => best.has(id));
  const paths = choosePaths(edges, { from: near, to: far }, ANY_WAY, MOST_OFFERED).map((path) => ({
    linkCodes: path.links.map(({ code }) => code),
    datacenters: passed(path.links, near).map((id) => homes.get(id) ?? ""),
    cost: path.cost,
    latencyMicros: path.latencyMicros,
    mtu: Math.min(CLIENT_PAYLOAD_OCTETS, ...path.links.map(({ room }) => room)),
    isBest: isBest(path),
  }));
  return { paths, links: [...new Set(paths.flatMap(({ linkCodes }) => linkCodes))].sort() };
}

/** The switches that a path comes by, from its first one. */
function passed(links: readonly LinkEdge[], from: string): string[] {
  const at = [from];
  for (const link of links) at.push(otherEnd(link, at.at(-1) ?? from) ?? from);
  return at;
}

async function homesOf(db: Queryable): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ id: networkSwitch.id, code: datacenter.code })
    .from(networkSwitch)
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId));
  return new Map(rows.map(({ id, code }) => [id, code]));
}
