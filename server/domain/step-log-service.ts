import type { Block400, Draft } from "./step-log-block";
import { goesOn } from "./step-log-continue";
import { countRows, pairOver, row, vlanNumber } from "./step-log-evidence";
import type { OrderFacts } from "./step-log-facts";
import { doneAt, neverCame, notNeeded, proved } from "./step-log-outcome";

type Drafts = readonly Draft<Block400>[];

/** Blocks 424 to 428: the loop, and what holds as long as it runs (seed paras 82, 83). */
export function service(facts: OrderFacts): Drafts {
  const { places, lan, counts, vlan, rack } = facts;
  const segments = [...new Set(places.map(({ switchCode, segment }) => `switch ${switchCode}: ${segment ?? "none"}`))];
  return [
    {
      block: 424,
      title: "Continue?",
      restsOn: [416],
      outcome: goesOn(facts, 416),
      evidence: [],
    },
    {
      block: 426,
      title: "Client and resource appear on one LAN",
      restsOn: [406, 416],
      outcome: proved(facts),
      evidence: [
        row("Members", [rack.name, ...lan].join(", "), { tags: pairOver(vlan) }),
        row("Segment", segments.join(", ")),
        ...countRows([...counts.toResource, ...counts.toRack]),
      ],
    },
    {
      block: 428,
      title: "Others may have the same VLAN and IP range",
      restsOn: [412, 414, 416],
      ...overlap(facts),
    },
  ];
}

function overlap(facts: OrderFacts): Pick<Draft<Block400>, "outcome" | "evidence"> {
  const { others, life, vlan } = facts;
  if (others === null) return { outcome: life.proved === null ? neverCame(life) : doneAt(life.proved), evidence: [] };
  const { sameVid, sameRange } = others;
  const numbers = vlanNumber(vlan.vlan);
  if (sameVid + sameRange === 0) {
    return { outcome: notNeeded(`No other tenant has ${numbers} or an overlapping IP range now.`), evidence: [] };
  }
  return {
    outcome: proved(facts),
    evidence: [
      row(`Same ${numbers}`, tenants(sameVid)),
      row("Overlapping IP range", tenants(sameRange)),
      row("Told apart by", "a pair that nobody else holds", { tags: pairOver(vlan).slice(0, 2) }),
    ],
  };
}

function tenants(count: number): string {
  return count === 1 ? "one other tenant" : `${count} other tenants`;
}
