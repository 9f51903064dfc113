import { walk } from "../../domain/walk";
import type { ServiceContext } from "../context";
import { portAt } from "../link/ends";
import { previewAddition } from "../map/preview";
import { routeBetween, segmentOf } from "../map/routes";
import { parseInput } from "../parse-input";
import { loadPath } from "../path/load";
import { memberOf } from "../scope";
import { type CheckedOrder, checkOrder } from "./check-order";
import { overlapWords } from "./overlap-words";
import { type OrderInput, orderInput } from "./schemas";
import type { RecapView } from "./view";

/** Who decides about the lines between datacenters. */
const DECIDERS = "Dovetail operations";

/** What an order would do, before it is placed; refused exactly as the order would be. */
export async function recapExtension({ ctx, input }: { ctx: ServiceContext; input: OrderInput }): Promise<RecapView> {
  const { db } = ctx;
  const { tenantId } = memberOf(ctx);
  const order = await checkOrder(db.read, tenantId, parseInput(orderInput, input));
  const { vlan, resource, line, rackEnd, resourceEnd } = order;
  const loaded = await loadPath(db.read, { vlanId: vlan.id, resourceId: resource.id, lineId: line?.id ?? null });
  const path = walk(loaded.input, "to_resource");
  const route = routeBetween(portAt(rackEnd.port), portAt(resourceEnd.port), line?.ends ?? null);
  return {
    pair: { hostTag: vlan.hostTag, customerTag: vlan.customerTag, series: order.series },
    path,
    mtu: path.mtu,
    approval: approvalOf(order),
    changes: await previewAddition(db.read, segmentOf(vlan), route),
    overlap: await overlapWords(db.read, vlan),
  };
}

function approvalOf({ line, rackEnd, resourceEnd }: CheckedOrder): RecapView["approval"] {
  if (line === null) return { needed: false };
  const [near, far] = [rackEnd.datacenter.code, resourceEnd.datacenter.code];
  const why = `${rackEnd.name} is in ${near} and ${resourceEnd.name} in ${far}: the frames cross line ${line.code}.`;
  return { needed: true, who: DECIDERS, why };
}
