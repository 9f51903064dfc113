import { desc, eq } from "drizzle-orm";
import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "@/agent/encapsulation/kinds";
import { wireOf } from "@/agent/encapsulation/registry";
import type { LineEncapsulation, ProviderEncapsulation } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { datacenter } from "@/db/schema/datacenter";
import { linkChange } from "@/db/schema/link";
import { networkSwitch } from "@/db/schema/switch";
import type { ServiceContext } from "../context";
import type { Fabric } from "../topology/fabric";
import { type LinkRow, roomOf } from "../topology/links";
import { linkHealth } from "./health";
import { linkProblems } from "./problems";
import type { EncapsulationView, LinkChangeView, LinkEndView, LinkView } from "./view";

/** Where a switch is, for people. */
export interface SwitchPlace {
  readonly switchCode: string;
  readonly datacenterCode: string;
}

/** All switches by id. */
export async function switchPlaces(db: Queryable): Promise<ReadonlyMap<string, SwitchPlace>> {
  const rows = await db
    .select({ id: networkSwitch.id, switchCode: networkSwitch.code, datacenterCode: datacenter.code })
    .from(networkSwitch)
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId));
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}

/** The last change of encapsulation of each link, by link id. */
export async function lastChanges(db: Queryable): Promise<ReadonlyMap<string, typeof linkChange.$inferSelect>> {
  const rows = await db.select().from(linkChange).orderBy(desc(linkChange.startedAt));
  return new Map(rows.reverse().map((row) => [row.linkId, row]));
}

/** A link with all that operators see of it. */
export function linkView(
  { live }: Pick<ServiceContext, "live">,
  fabric: Fabric,
  { link, a, b }: LinkRow,
  places: ReadonlyMap<string, SwitchPlace>,
  change: typeof linkChange.$inferSelect | undefined,
): LinkView {
  const { id, code, medium, state, longHaul, mtu, cost, latencyMicros, encapsulation } = link;
  const kinds = medium === "line" ? LINE_ENCAPSULATIONS : PROVIDER_ENCAPSULATIONS;
  const used = encapsulationView(encapsulation);
  return {
    ...{ id, code, medium, state, longHaul, mtu, cost, latencyMicros },
    a: endView(a, link.aAddress, places),
    b: endView(b, link.bAddress, places),
    encapsulation: used,
    others: kinds.filter((kind) => kind !== encapsulation).map(encapsulationView),
    room: roomOf(link),
    problems: linkProblems(live, [a, b], places),
    ...linkHealth(live, fabric, id),
    change: change === undefined ? null : changeView(change),
  };
}

function endView(port: LinkRow["a"], address: string | null, places: ReadonlyMap<string, SwitchPlace>): LinkEndView {
  const place = places.get(port.switchId);
  if (place === undefined) throw new Error(`no switch ${port.switchId}`);
  return { ...place, port: port.number, address };
}

function encapsulationView(kind: LineEncapsulation | ProviderEncapsulation): EncapsulationView {
  const { name, overhead, longHaul } = wireOf(kind);
  return { kind, name, overhead, longHaul };
}

function changeView(row: typeof linkChange.$inferSelect): LinkChangeView {
  const { from, to, stage, startedAt, stageAt, lostFrames, actorName } = row;
  return { from: wireOf(from).name, to: wireOf(to).name, stage, startedAt, stageAt, lostFrames, actorName };
}
