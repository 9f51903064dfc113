import { and, eq, isNull, ne, notInArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import { vlanWords } from "../../domain/map-words";
import { ServiceError } from "../../errors";
import type { Work } from "../event/commit";
import { type OrderWay, wayOfOrder } from "./crossing";
import { stateWords } from "./move";
import { narrowHop } from "./narrow-hop";
import { type DirectOrder, loadOrder, type Order, type SwitchedOrder } from "./order";
import { otherChoice } from "./other-choice";
import { refused } from "./refused";
import type { OrderInput } from "./schemas";

/** An order that may be placed now. */
export type CheckedOrder = CheckedSwitchedOrder | DirectOrder;

/** An order that may be placed now, with what it crosses. */
export interface CheckedSwitchedOrder extends SwitchedOrder {
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
  if (order.directLink !== null) return refuseTermsOn(order, input);
  const endVid = endVidOf(order, input);
  await refuseSameNumber(db, order, endVid);
  const way = await wayOfOrder(work, order, input.way && { via: input.way.via ?? [], avoid: input.way.avoid ?? [] });
  await refuseTooSmall(db, order, way, endVid);
  return { ...order, way, endVid };
}

/** No switch is on the cable that could do what was asked. */
function refuseTermsOn(order: DirectOrder, { way, endVlan, profile }: OrderInput): DirectOrder {
  const isOwnId = endVlan === undefined || endVlan === (order.vlan.vid ?? "untagged");
  if (way === undefined && profile === undefined && isOwnId) return order;
  throw refused(
    `Link ${order.directLink.code} is a cable without a switch: nothing on it can lead, limit or alter frames. ` +
      "Order without a way, a profile and another VLAN id, or choose a resource at a switch.",
  );
}

async function refuseTwice(db: Queryable, { vlan, resource, rackEnd, farName }: Order): Promise<void> {
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
  const which = `The extension of ${vlanWords(vlan.vid)} of ${rackEnd.name} to ${farName}`;
  if (same.state === "releasing") throw refused(`${which} is being released. Order again when it is released.`);
  throw refused(`${which} exists: it is ${stateWords(same.state)}. Choose another resource.`);
}

async function refuseTaken(db: Queryable, tenantId: string, order: Order): Promise<void> {
  const { reservedFor, name } = order.resource;
  if (reservedFor === null || reservedFor === tenantId) return;
  throw refused(`${name} is in use. ${await otherChoice(db, order)}`);
}

function endVidOf({ vlan }: SwitchedOrder, { endVlan }: OrderInput): number | null {
  const own = vlan.vid ?? "untagged";
  if (endVlan === undefined || endVlan === own) return null;
  return endVlan === "untagged" ? 0 : endVlan;
}

/** One port tells the VLANs of a tenant apart by their ids there alone. */
async function refuseSameNumber(db: Queryable, order: SwitchedOrder, endVid: number | null): Promise<void> {
  const { resource, resourceEnd, farName } = order;
  const here = endVid ?? order.vlan.vid ?? 0;
  const at = `port ${resourceEnd.port.number} of switch ${resourceEnd.networkSwitch.code}`;
  await refuseDeclaredThere(db, order, { here, at });
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
  throw refused(
    `${farName} (${at}) already carries ${vlanWords(here === 0 ? null : here)} of ${other.rack}, and one port tells VLANs apart by their ids alone. ${await otherChoice(db, order)}`,
  );
}

/** A rack's own VLANs are told apart at its port by the same ids. */
async function refuseDeclaredThere(
  db: Queryable,
  { resource, farName }: SwitchedOrder,
  { here, at }: { here: number; at: string },
): Promise<void> {
  if (resource.clientSystemId === null) return;
  const [own] = await db
    .select({ name: vlan.name })
    .from(vlan)
    .where(
      and(
        eq(vlan.clientSystemId, resource.clientSystemId),
        here === 0 ? isNull(vlan.vid) : eq(vlan.vid, here),
        isNull(vlan.releasedAt),
      ),
    );
  if (own === undefined) return;
  const which = here === 0 ? "Untagged frames are" : `VLAN ${here} is`;
  throw new ServiceError(
    "conflict",
    `${which} declared on rack ${farName} (${at}), as "${own.name}", and one port tells VLANs apart by their ids alone. ` +
      "Choose another VLAN id at that rack, or release that VLAN.",
    "endVlan",
  );
}

async function refuseTooSmall(
  db: Queryable,
  { vlan, resource }: SwitchedOrder,
  { pseudowire }: OrderWay,
  endVid: number | null,
): Promise<void> {
  const order = { vlanId: vlan.id, resourceId: resource.id, pseudowireId: pseudowire?.id ?? null, endVid };
  const narrow = await narrowHop(db, order);
  if (narrow !== null) throw refused(`${narrow} Choose a resource or a way that does not cross it.`);
}
