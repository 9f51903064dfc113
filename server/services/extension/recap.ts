import type { Queryable } from "@/db/client";
import { linkWords } from "../../domain/map-words";
import { walk } from "../../domain/walk";
import type { ServiceContext } from "../context";
import { dryRun } from "../event/dry-run";
import { previewAddition } from "../map/preview";
import { machineKind, segmentOf, vlanAtResource } from "../map/routes";
import { parseInput } from "../parse-input";
import { directPath } from "../path/direct";
import { loadPath } from "../path/load";
import { linkCodesOf } from "../pseudowire/link-codes";
import { memberOf } from "../scope";
import { offeredWays } from "../topology/offered-ways";
import { portAt } from "../topology/port-at";
import { type CheckedOrder, type CheckedSwitchedOrder, checkOrder } from "./check-order";
import type { OrderWay } from "./crossing";
import type { DirectOrder } from "./order";
import { overlapWords } from "./overlap-words";
import { type OrderInput, orderInput } from "./schemas";
import type { RecapView } from "./view";

/** Who decides about the lines between datacenters. */
const DECIDERS = "Dovetail operations";

/** What an order would do, before it is placed; refused exactly as the order would be. */
export async function recapExtension({ ctx, input }: { ctx: ServiceContext; input: OrderInput }): Promise<RecapView> {
  const { tenantId } = memberOf(ctx);
  const asked = parseInput(orderInput, input);
  // A way that nobody asked for before gets its pseudowire for as long as the look takes.
  return dryRun(ctx, async (work) => recapOf(work.tx, await checkOrder(work, tenantId, asked)));
}

/** What an order that may be placed would do. */
export async function recapOf(db: Queryable, order: CheckedOrder): Promise<RecapView> {
  return order.directLink === null ? switchedRecap(db, order) : directRecap(db, order);
}

/** Over a direct link no switch changes, and nobody has to decide. */
async function directRecap(db: Queryable, order: DirectOrder): Promise<RecapView> {
  const { vlan, resource } = order;
  const direct = await directPath(db, { vlanId: vlan.id, resourceId: resource.id });
  if (direct === null) throw new Error(`resource ${resource.id} has no direct link`);
  const { toResource: path, code } = direct;
  return {
    pair: { hostTag: vlan.hostTag, customerTag: vlan.customerTag, series: order.series },
    ...{ path, mtu: path.mtu, approval: { needed: false }, changes: [], ways: null, directLink: code },
    overlap: [],
  };
}

async function switchedRecap(db: Queryable, order: CheckedSwitchedOrder): Promise<RecapView> {
  const { vlan, resource, way, rackEnd, resourceEnd, endVid } = order;
  const pseudowireId = way.pseudowire?.id ?? null;
  const loaded = await loadPath(db, { vlanId: vlan.id, resourceId: resource.id, pseudowireId, endVid });
  const path = walk(loaded.input, "to_resource");
  const segment = segmentOf(vlan);
  const ends = {
    rack: portAt(rackEnd.port),
    resource: portAt(resourceEnd.port),
    resourceKind: machineKind(resourceEnd.port),
    resourceVlan: vlanAtResource({ endVid }, vlan),
  };
  const linkCodes = await linkCodesOf(db, way.pseudowire);
  return {
    pair: { hostTag: vlan.hostTag, customerTag: vlan.customerTag, series: order.series },
    path,
    mtu: path.mtu,
    approval: approvalOf(order, linkCodes),
    changes: await previewAddition(db, segment, {
      ...{ ...ends, profile: null, goal: null, loop: null, crossings: way.crossings },
    }),
    overlap: await overlapWords(db, vlan),
    ways: await waysOfOrder(db, way),
    directLink: null,
  };
}

async function waysOfOrder(db: Queryable, { pseudowire, crossings }: OrderWay): Promise<RecapView["ways"]> {
  const near = crossings.find(({ kind }) => kind === "pseudowire")?.near;
  if (pseudowire === null || near === undefined) return null;
  return offeredWays(db, pseudowire, near.switchId);
}

function approvalOf(
  { way, rackEnd, resourceEnd }: CheckedSwitchedOrder,
  linkCodes: readonly string[],
): RecapView["approval"] {
  if (way.pseudowire === null) return { needed: false };
  const [near, far] = [rackEnd.datacenter.code, resourceEnd.datacenter.code];
  const why = `${rackEnd.name} is in ${near} and ${resourceEnd.name} in ${far}: the frames cross ${linkWords(linkCodes)}.`;
  return { needed: true, who: DECIDERS, why };
}
