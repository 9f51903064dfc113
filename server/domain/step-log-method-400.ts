import type { Block400, Draft } from "./step-log-block";
import {
  cloudRow,
  countRows,
  customerTagOf,
  farHome,
  hostTagOf,
  pairOver,
  placeRows,
  proofRows,
  rackRow,
  resourceRow,
  row,
  vlanName,
} from "./step-log-evidence";
import type { OrderFacts } from "./step-log-facts";
import { coupled, doneAt, notNeeded, placeName, proved, readBack, within } from "./step-log-outcome";
import { secondCloud } from "./step-log-second-cloud";
import { service } from "./step-log-service";
import { sidesOf } from "./step-log-sides";

type Drafts = readonly Draft<Block400>[];

/** Method 400 (seed FIG. 4, paras 75 to 85) for one order. It says itself that its order is only an example (para 74). */
export function method400(facts: OrderFacts): Drafts {
  return [...groundwork(facts), ...tagging(facts), ...secondCloud(facts), ...service(facts)];
}

function groundwork(facts: OrderFacts): Drafts {
  const { nearCloud, rack, resource, life, crossing } = facts;
  const { near } = sidesOf(facts);
  const [here, there] = [rack.datacenter, resource.datacenter];
  const noCloud = `${here} had no cloud of its own: ${resource.name} is in ${farHome(facts)}.`;
  return [
    {
      block: 402,
      title: "First cloud established",
      restsOn: [],
      outcome: nearCloud === null ? notNeeded(noCloud) : doneAt({ at: nearCloud.establishedAt, by: null }),
      evidence: nearCloud === null ? [] : [cloudRow(nearCloud)],
    },
    {
      block: 404,
      title: "Client system located in the first datacenter",
      restsOn: [],
      outcome: doneAt({ at: rack.registeredAt, by: null }),
      evidence: [rackRow(rack)],
    },
    {
      block: 406,
      title: "Client system and first cloud coupled at layer 2",
      restsOn: [402, 404],
      outcome: coupled(facts, near),
      evidence: placeRows(near),
    },
    {
      block: 408,
      title: "Multiple clouds?",
      restsOn: [404],
      outcome: {
        kind: "decided",
        at: life.ordered.at,
        ...(crossing === null
          ? { answer: "no", leadsTo: 410, reason: within(facts) }
          : { answer: "yes", leadsTo: 418, reason: `${rack.name} is in ${here}, ${resource.name} in ${there}.` }),
      },
      evidence: [rackRow(rack), resourceRow(facts)],
    },
  ];
}

function tagging(facts: OrderFacts): Drafts {
  const { vlan, rack, crossing, counts } = facts;
  const tagged = readBack(facts);
  const at = placeName(rack);
  return [
    {
      block: 410,
      title: "Layer 2 tags identify every frame",
      restsOn: crossing === null ? [406, 408] : [406, 420],
      outcome: tagged,
      evidence: [row("Stack", "on every frame inside; no other service has this pair", { tags: pairOver(vlan) })],
    },
    {
      block: 412,
      title: "First tag names the host",
      restsOn: [410],
      outcome: tagged,
      evidence: [
        row("Tag 1", `${rack.name}, put on at ${at}`, { tags: [hostTagOf(vlan.hostTag)], at: rack.registeredAt }),
      ],
    },
    {
      block: 414,
      title: "Second tag names the customer",
      restsOn: [410],
      outcome: tagged,
      evidence: [
        row("Tag 2", `${vlanName(vlan)}, put on at ${at}`, {
          tags: [customerTagOf(vlan.customerTag)],
          at: vlan.declaredAt,
        }),
      ],
    },
    {
      block: 416,
      title: "Client system extended into the cloud",
      restsOn: [412, 414],
      outcome: proved(facts),
      evidence: [resourceRow(facts), ...proofRows(facts), ...countRows(counts.toResource)],
    },
  ];
}
