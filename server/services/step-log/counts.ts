import type { Direction } from "@/agent/protocol";
import type { Place } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import { NO_TERMS } from "../../domain/service-terms";
import type { CountFact, OrderFacts } from "../../domain/step-log-facts";
import { counterKey } from "../../live/store";
import { sightOf } from "../agent/sight";
import type { OrderRows } from "./order-rows";

/** The rules that a frame of the order passes, each way in its order, with what they have counted. */
export function countFacts(order: OrderRows): OrderFacts["counts"] {
  const { route, segment } = order.routed;
  const rack: Place = { ...route.rack, kind: "client", clientVlan: segment.clientVlan, terms: NO_TERMS };
  const resource: Place = {
    ...route.resource,
    kind: route.resourceKind,
    clientVlan: route.resourceVlan,
    terms: NO_TERMS,
  };
  const there = route.crossings.flatMap(({ kind, near, far }) => [
    countAt(order, { ...near, kind }, "out"),
    countAt(order, { ...far, kind }, "in"),
  ]);
  const back = route.crossings
    .toReversed()
    .flatMap(({ kind, near, far }) => [
      countAt(order, { ...far, kind }, "out"),
      countAt(order, { ...near, kind }, "in"),
    ]);
  return {
    toResource: [countAt(order, rack, "in"), ...there, countAt(order, resource, "out")],
    toRack: [countAt(order, resource, "in"), ...back, countAt(order, rack, "out")],
  };
}

/** When it is over, the keys may be another's. */
function countAt({ ctx, routed, isAttached, placeOf }: OrderRows, place: Place, direction: Direction): CountFact {
  const { switchId, number } = place;
  const name = counterKey({ key: placeKey(routed.segment, place), direction });
  const frames = isAttached ? (sightOf(ctx.live, switchId)?.frames.get(name) ?? null) : null;
  return { switchCode: placeOf(switchId).switchCode, port: number, direction, frames };
}
