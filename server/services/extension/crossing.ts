import { and, eq, isNotNull, ne, notInArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { networkSwitch, port } from "@/db/schema/switch";
import type { Crossing } from "../../domain/attachments";
import { ENDED_STATES } from "../../domain/extension-state";
import { linkWords } from "../../domain/map-words";
import { ANY_WAY, type Way, wayKey, wayOf } from "../../domain/path-choice";
import type { Work } from "../event/commit";
import { pseudowireFor } from "../pseudowire/for-way";
import { loadFabric } from "../topology/fabric";
import { loadLinks } from "../topology/links";
import { portAt } from "../topology/port-at";
import { loadPseudowires, type Pseudowire } from "../topology/pseudowires";
import { crossingsBetween } from "../topology/route";
import type { OrderEnd } from "./order";
import { refused } from "./refused";

/** What an order crosses, from the rack to the resource. */
export interface OrderWay {
  /** Null inside one datacenter. */
  readonly pseudowire: Pseudowire | null;
  readonly crossings: readonly Crossing[];
}

/** Between what a way is looked for, and whose. */
export interface WayEnds {
  readonly vlan: { readonly id: string };
  readonly resource: { readonly id: string };
  readonly rackEnd: OrderEnd;
  /** Where the resource is, or is to be. */
  readonly resourceEnd: OrderEnd;
}

/** Why there is no way: the sentence, and what could be done about it in an order. */
export interface NoWay {
  readonly problem: string;
  readonly next: string;
}

/**
 * The way of an order: trunks inside a datacenter, a pseudowire between two. A VLAN reaches a datacenter by one
 * pseudowire alone, so that its LAN has no loop.
 *
 * @throws ServiceError conflict when nothing leads there, or the VLAN goes there by another way already
 */
export async function wayOfOrder(work: Work, order: WayEnds, asked: Way | undefined): Promise<OrderWay> {
  const found = await findWay(work, order, asked);
  if ("problem" in found) throw refused(`${found.problem} ${found.next}`);
  return found;
}

/** The same for whoever has something else to say when there is none. Links matter between datacenters alone. */
export async function findWay(work: Work, ends: WayEnds, asked: Way | undefined): Promise<OrderWay | NoWay> {
  const { rackEnd, resourceEnd } = ends;
  const isLocal = rackEnd.datacenter.id === resourceEnd.datacenter.id;
  const pseudowire = isLocal ? null : await findPseudowire(work, ends, asked);
  if (pseudowire !== null && "problem" in pseudowire) return pseudowire;
  const fabric = await loadFabric(work.tx);
  const [from, to] = [portAt(rackEnd.port), portAt(resourceEnd.port)];
  const crossings = crossingsBetween(fabric, from, to, pseudowire?.id ?? null);
  return crossings === null ? noWay(ends, "No cable joins them.") : { pseudowire, crossings };
}

async function findPseudowire(work: Work, ends: WayEnds, asked: Way | undefined): Promise<Pseudowire | NoWay> {
  const used = await usedByVlan(work.tx, ends);
  if (used !== null && (asked === undefined || used.way === wayKey(asked))) return used;
  if (used !== null) return otherWay(ends, used);
  const unknown = asked === undefined ? [] : await unknownLinks(work.tx, asked);
  if (unknown.length > 0) return noSuchLink(unknown);
  const [from, to] = [ends.rackEnd.datacenter, ends.resourceEnd.datacenter];
  const found = await pseudowireFor(work, { from: from.id, to: to.id }, asked ?? ANY_WAY);
  if (found !== null) return found;
  const asks = wayKey(asked ?? ANY_WAY);
  return noWay(ends, asks === "" ? "No link in service joins them." : noPathSo(asks));
}

/** A way must not be told from another by links that are none: each gets ports and tags of its own. */
async function unknownLinks(tx: Queryable, { via, avoid }: Way): Promise<string[]> {
  const known = new Set((await loadLinks(tx)).map(({ link }) => link.code));
  return [...via, ...avoid].filter((code) => !known.has(code));
}

function noSuchLink(codes: readonly string[]): NoWay {
  const none = codes.map((code) => `no link ${code}`).join(" and ");
  return { problem: `There is ${none}.`, next: "Choose among the links that lead there." };
}

/** What the VLAN's extensions to other resources in that datacenter cross. */
async function usedByVlan(tx: Queryable, { vlan: segment, resource: own, resourceEnd }: WayEnds) {
  const [row] = await tx
    .select({ id: extension.pseudowireId })
    .from(extension)
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .innerJoin(port, eq(port.id, resource.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(
      and(
        eq(extension.vlanId, segment.id),
        ne(extension.resourceId, own.id),
        eq(networkSwitch.datacenterId, resourceEnd.datacenter.id),
        isNotNull(extension.pseudowireId),
        notInArray(extension.state, [...ENDED_STATES]),
      ),
    )
    .limit(1);
  if (row === undefined) return null;
  return (await loadPseudowires(tx)).find((one) => one.id === row.id) ?? null;
}

function noPathSo(key: string): string {
  return `No path ${askedWords(key)}.`;
}

/** "goes over link 226 and avoids link 224". */
export function askedWords(key: string): string {
  const { via, avoid } = wayOf(key);
  const over = via.length > 0 ? [`goes over ${linkWords(via)}`] : [];
  const not = avoid.length > 0 ? [`avoids ${linkWords(avoid)}`] : [];
  return [...over, ...not].join(" and ");
}

function noWay({ rackEnd, resourceEnd }: WayEnds, why: string): NoWay {
  const at = (end: OrderEnd) => `${end.name} (switch ${end.networkSwitch.code}, ${end.datacenter.code})`;
  return {
    problem: `Nothing leads from ${at(rackEnd)} to ${at(resourceEnd)}. ${why}`,
    next: "Choose another resource or way, or ask the operator for a link.",
  };
}

function otherWay({ resourceEnd }: WayEnds, used: Pseudowire): NoWay {
  const goes = used.way === "" ? "by the best path" : `by a path that ${askedWords(used.way)}`;
  return {
    problem: `This VLAN goes to ${resourceEnd.datacenter.code} already, ${goes}, and one LAN reaches a datacenter by one way.`,
    next: "Order without a way of its own, or release the other extension.",
  };
}
