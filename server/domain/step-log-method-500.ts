import type { Block500, Draft } from "./step-log-block";
import { joined, joinRows } from "./step-log-crossing";
import { deliveryOf } from "./step-log-delivery";
import { cloudRow, farCloudRows, placeRows, rackRow, resourceRow } from "./step-log-evidence";
import type { OrderFacts } from "./step-log-facts";
import { coupled, notNeeded, within } from "./step-log-outcome";
import { sidesOf } from "./step-log-sides";
import { vlanBlocks } from "./step-log-vlans";

type Drafts = readonly Draft<Block500>[];

/** Method 500 (seed FIG. 5, paras 86 to 107) for one order: its VLANs, then its frames. */
export function method500(facts: OrderFacts): Drafts {
  return [...installations(facts), ...vlanBlocks(facts), ...deliveryOf(facts)];
}

function installations(facts: OrderFacts): Drafts {
  const { nearCloud, rack, crossing } = facts;
  const { near, far, joint } = sidesOf(facts);
  return [
    {
      block: 502,
      title: "First cloud, client system, and both coupled",
      restsOn: [],
      outcome: coupled(facts, near),
      evidence: [...(nearCloud === null ? [] : [cloudRow(nearCloud)]), rackRow(rack), ...placeRows(near)],
    },
    {
      block: 504,
      title: "Second cloud, and what is there coupled to it",
      restsOn: [],
      outcome: crossing === null ? notNeeded(within(facts)) : secondSite(facts),
      evidence: crossing === null ? [] : [...farCloudRows(facts), resourceRow(facts), ...placeRows(far)],
    },
    {
      block: 506,
      title: "The two installations coupled",
      restsOn: crossing === null ? [] : [502, 504],
      outcome: joined(facts, joint),
      evidence: joinRows(facts, joint),
    },
  ];
}

/** Where the request was refused, the far site was never touched. */
function secondSite(facts: OrderFacts) {
  return coupled(facts, sidesOf(facts).far);
}
