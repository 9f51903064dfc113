import { and, eq, ne, notInArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import { CLIENT_PAYLOAD_OCTETS } from "../../domain/frame-path";
import { vlanWords } from "../../domain/map-words";
import { walk } from "../../domain/walk";
import type { Work } from "../event/commit";
import { loadPath } from "../path/load";
import { type OrderWay, wayOfOrder } from "./crossing";
import { stateWords } from "./move";
import { loadOrder, type Order } from "./order";
import { otherChoice } from "./other-choice";
import { refused } from "./refused";
import type { OrderInput } from "./schemas";

/** An order that may be placed now, with what it crosses. */
export interface CheckedOrder extends Order {
  readonly way: OrderWay;
  /** As in the row: null is the rack's own VLAN id, 0 untagged. */
  readonly endVid: number | null;
}

/**
 * Says whether a tenant's order can be placed, without placing it: the same code before a recap and in the transaction
 * of the request.
 *
 * @throws ServiceError not_found for what the tenant cannot see, conflict for what stands in the way
 */
export async function checkOrder(work: Work, tenantId: string, input: OrderInput): Promise<CheckedOrder> {
  const db = work.tx;
  const order = await loadOrder(db, tenantId, input);
  await refuseTwice(db, order);
  await refuseTaken(db, tenantId, order);
  const endVid = endVidOf(order, input);
  await refuseSameNumber(db, order, endVid);
  const way = await wayOfOrder(work, order, input.way && { via: input.way.via ?? [], avoid: input.way.avoid ?? [] });
  await refuseTooSmall(db, order, way, endVid);
  return { ...order, way, endVid };
}

async function refuseTwice(db: Queryable, { vlan, resource, rackEnd }: Order): Promise<void> {
  const [same] = await db
    .select({ state: extension.state })
    .from(extension)
    .where(
      and(
        eq(extension.vlanId, vlan.id),
        eq(extension.resourceId, resource.id),
        notInArray(extension.state, [...ENDED_STATES]),
      ),
    );
  if (same === undefined) return;
  const which = `The extension of ${vlanWords(vlan.vid)} of ${rackEnd.name} to ${resource.name}`;
  if (same.state === "releasing") throw refused(`${which} is being released. Order again when it is released.`);
  throw refused(`${which} exists: it is ${stateWords(same.state)}. Choose another resource.`);
}

async function refuseTaken(db: Queryable, tenantId: string, order: Order): Promise<void> {
  const { reservedFor, name } = order.resource;
  if (reservedFor === null || reservedFor === tenantId) return;
  throw refused(`${name} is in use. ${await otherChoice(db, order)}`);
}

function endVidOf({ vlan }: Order, { endVlan }: OrderInput): number | null {
  const own = vlan.vid ?? "untagged";
  if (endVlan === undefined || endVlan === own) return null;
  return endVlan === "untagged" ? 0 : endVlan;
}

/** One port tells the VLANs of a tenant apart by their ids there alone. */
async function refuseSameNumber(db: Queryable, order: Order, endVid: number | null): Promise<void> {
  const { resource, resourceEnd } = order;
  const here = endVid ?? order.vlan.vid ?? 0;
  const others = await db
    .select({ rack: clientSystem.name, vid: vlan.vid, endVid: extension.endVid })
    .from(extension)
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .where(
      and(
        eq(extension.resourceId, resource.id),
        notInArray(extension.state, [...ENDED_STATES, "releasing"]),
        ne(extension.vlanId, order.vlan.id),
      ),
    );
  const other = others.find((one) => (one.endVid ?? one.vid ?? 0) === here);
  if (other === undefined) return;
  const at = `${resource.name} (port ${resourceEnd.port.number} of switch ${resourceEnd.networkSwitch.code})`;
  throw refused(
    `${at} already carries ${vlanWords(here === 0 ? null : here)} of ${other.rack}, and one port tells VLANs apart by their ids alone. ${await otherChoice(db, order)}`,
  );
}

/** A hop that cannot carry a full frame with all tags on it would lose it without a word (seed para 105; RFC 7348 clause 4.3). */
async function refuseTooSmall(
  db: Queryable,
  { vlan, resource }: Order,
  { pseudowire }: OrderWay,
  endVid: number | null,
): Promise<void> {
  const order = { vlanId: vlan.id, resourceId: resource.id, pseudowireId: pseudowire?.id ?? null, endVid };
  const { legs, mtu } = walk((await loadPath(db, order)).input, "to_resource");
  if (mtu >= CLIENT_PAYLOAD_OCTETS) return;
  const narrow = legs.find((leg) => leg.room === mtu);
  throw refused(
    `${narrow?.name ?? "A hop"} carries ${narrow?.mtu ?? mtu} octets: with its tags a frame of yours may hold ${mtu} of the usual ${CLIENT_PAYLOAD_OCTETS}. ` +
      "Choose a resource or a way that does not cross it.",
  );
}
