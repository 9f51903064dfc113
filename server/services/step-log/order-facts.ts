import type { OrderFacts } from "../../domain/step-log-facts";
import type { ServiceContext } from "../context";
import type { ExtensionIdInput } from "../extension/schemas";
import { countOverlaps } from "../overlap/count";
import { loadClouds } from "./clouds";
import { countFacts } from "./counts";
import { crossingFact } from "./crossing-fact";
import { loadOrderRows, type OrderRows } from "./order-rows";
import { placeFacts } from "./places";
import { lanOf, vlanFact, vlanFacts } from "./vlans";

/** Gathers what the step log of an order follows from, for whoever may see the order. */
export async function loadOrderFacts(ctx: ServiceContext, input: ExtensionIdInput): Promise<OrderFacts> {
  const order = await loadOrderRows(ctx, input);
  const { life, proof, vlan } = order;
  const { nearCloud, cloud } = await loadClouds(order);
  const { atOrder, since } = await vlanFacts(order);
  return {
    ...{ life, proof, nearCloud },
    rack: rackFact(order),
    resource: { ...resourceFact(order), cloud },
    crossing: await crossingFact(order),
    vlan: vlanFact(vlan),
    vlansAtOrder: atOrder,
    vlansSince: since,
    places: await placeFacts(order),
    counts: countFacts(order),
    lan: await lanOf(order),
    others: await othersOf(order),
  };
}

function rackFact({ view, rack, routed, placeOf }: OrderRows): OrderFacts["rack"] {
  const { switchId, number } = routed.route.rack;
  return {
    name: rack.name,
    series: rack.series,
    hostTag: rack.hostTag,
    datacenter: view.rack.datacenterCode,
    switchCode: placeOf(switchId).switchCode,
    port: number,
    registeredAt: rack.createdAt,
  };
}

function resourceFact({ view, routed, placeOf }: OrderRows): Omit<OrderFacts["resource"], "cloud"> {
  const { resource, resourceVlan } = routed.route;
  const { name, kind, datacenterCode: datacenter } = view.resource;
  return {
    name,
    kind,
    datacenter,
    switchCode: placeOf(resource.switchId).switchCode,
    port: resource.number,
    vlan: resourceVlan,
  };
}

/** Numbers only, and only while it goes on: whose they are is for nobody else. */
async function othersOf({ ctx, vlan, life }: OrderRows): Promise<OrderFacts["others"]> {
  if (life.ending !== null || vlan.releasedAt !== null) return null;
  return (await countOverlaps(ctx.db.read, [vlan])).get(vlan) ?? null;
}
