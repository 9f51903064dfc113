import { wireOf } from "@/agent/encapsulation/registry";
import type { Block500, Draft, Evidence } from "./step-log-block";
import { goesOn } from "./step-log-continue";
import {
  countRows,
  farHome,
  linkName,
  linkTags,
  ownTags,
  pairOver,
  proofRows,
  rackRow,
  resourceRow,
  row,
  vlanName,
  vlanNumber,
  wayRows,
} from "./step-log-evidence";
import type { CrossingFact, OrderFacts } from "./step-log-facts";
import {
  byPath,
  longHaul,
  neverCame,
  notNeeded,
  pending,
  placeName,
  proved,
  providerLinks,
  within,
} from "./step-log-outcome";
import type { WayFact, WayLinkFact } from "./step-log-proof";
import type { StackTag } from "./tag-stack";

type Drafts = readonly Draft<Block500>[];

/** Of many VLANs declared since, so many are told one by one. */
const TOLD = 8;

/** Blocks 526 to 542: the way of a frame to its resource (seed paras 91, 98 to 107). */
export function deliveryOf(facts: OrderFacts): Drafts {
  return [locating(facts), ...arriving(facts), ...crossing(facts), ...going(facts)];
}

function locating(facts: OrderFacts): Draft<Block500> {
  const { rack, resource, life, crossing, vlansAtOrder } = facts;
  const where = `${rack.name} is in ${rack.datacenter}, ${resource.name} in ${farHome(facts)}.`;
  return {
    block: 526,
    title: "Resource in the current cloud?",
    restsOn: vlansAtOrder.length > 1 ? [522] : [510, 512, 514],
    outcome:
      crossing === null
        ? { kind: "decided", answer: "yes", at: life.ordered.at, reason: where, leadsTo: 528 }
        : { kind: "decided", answer: "no", at: life.ordered.at, reason: where, leadsTo: 532 },
    evidence: [rackRow(rack), resourceRow(facts)],
  };
}

function arriving(facts: OrderFacts): Drafts {
  const { crossing, resource, vlan, counts } = facts;
  return [
    {
      block: 528,
      title: "Tags that the resource does not expect taken off",
      restsOn: crossing === null ? [502, 526] : [504, 526, 534, ...hauled(crossing)],
      outcome: proved(facts),
      evidence: [...farTags(facts), row("Pair off", placeName(resource), { tags: pairOver(vlan).slice(0, 2) })],
    },
    {
      block: 530,
      title: "Resource receives the frame in its expected form",
      restsOn: [528],
      outcome: proved(facts),
      evidence: [
        row("Form", formWords(facts), { tags: ownTags(resource.vlan) }),
        ...proofRows(facts),
        ...countRows(counts.toResource.slice(-1)),
      ],
    },
  ];
}

/** Where nobody has said which path is in use, the counts at the resource prove the delivery all the same. */
function hauled({ wayBy }: CrossingFact): readonly Block500[] {
  return wayBy === "choice" ? [] : [538];
}

/** What comes off before the far datacenter, in the order of the way. */
function farTags({ crossing }: OrderFacts): Evidence[] {
  const way = crossing?.way ?? null;
  const last = way?.links.at(-1);
  if (way === null || last === undefined) return [];
  return [row("Tag 3 off", placeName(last.far), { tags: datacenterTags(last, way) })];
}

function formWords({ resource, vlan }: OrderFacts): string {
  if (resource.vlan === vlan.vlan)
    return vlan.vlan === "untagged" ? "untagged, as it was sent" : "with the client's own tag, as it was sent";
  return `${vlanNumber(resource.vlan)} at ${resource.name}, as the tenant chose there`;
}

function crossing(facts: OrderFacts): Drafts {
  const own = byPath(facts, proved(facts));
  const directed = facts.crossing === null ? notNeeded(within(facts)) : own;
  const long = longHaul(facts, own);
  const { toResource } = facts.counts;
  return [
    {
      block: 532,
      title: "Tag for the resource's datacenter added",
      restsOn: [506, 526],
      outcome: directed,
      evidence: tagThreeRows(facts),
    },
    {
      block: 534,
      title: "Frame directed to the proper cloud",
      restsOn: [532],
      outcome: directed,
      evidence: facts.crossing === null ? [] : [...wayRows(facts), ...countRows(toResource)],
    },
    {
      block: 536,
      title: "Fourth tag for the long haul added",
      restsOn: [532],
      outcome: long,
      evidence: haulRows(facts, "put on by"),
    },
    {
      block: 538,
      title: "Fourth tag taken off at the far end",
      restsOn: [536],
      outcome: long,
      evidence: haulRows(facts, "taken off by"),
    },
  ];
}

function tagThreeRows({ crossing, resource }: OrderFacts): Evidence[] {
  const way = crossing?.way ?? null;
  const first = way?.links[0];
  if (way === null || first === undefined) return [];
  const form = wireOf(first.encapsulation).name;
  const value = `names ${resource.datacenter}, put on at ${placeName(first.near)}, ${form}`;
  return [row("Tag 3", value, { tags: datacenterTags(first, way) })];
}

function haulRows(facts: OrderFacts, what: "put on by" | "taken off by"): Evidence[] {
  const way = facts.crossing?.way ?? null;
  if (way === null) return [];
  return providerLinks(facts).map((link) => {
    const end = what === "put on by" ? link.near : link.far;
    const value = `${what} ${placeName(end)}, ${wireOf(link.encapsulation).name}`;
    return row(linkName(link), value, {
      tags: linkTags(link, way.tagToFar).filter(({ kind }) => kind === "long-haul"),
    });
  });
}

function datacenterTags(link: WayLinkFact, way: WayFact): StackTag[] {
  return linkTags(link, way.tagToFar).filter(({ kind }) => kind === "datacenter");
}

function going(facts: OrderFacts): Drafts {
  return [
    {
      block: 540,
      title: "Continue?",
      restsOn: [530],
      outcome: goesOn(facts, 542),
      evidence: [],
    },
    {
      block: 542,
      title: "Awaiting new data",
      restsOn: [540],
      outcome: awaiting(facts),
      evidence: newDataRows(facts),
    },
  ];
}

function awaiting({ life, rack, resource }: OrderFacts) {
  if (life.ending !== null) return life.proved === null ? neverCame(life) : notNeeded("The order has ended.");
  return pending(`a new VLAN of ${rack.name}, a frame of it, or a frame of ${resource.name}`);
}

/** What came since, and which branch each took (seed para 107). */
function newDataRows({ rack, resource, vlansSince, counts }: OrderFacts): Evidence[] {
  const [fromRack, fromResource] = [counts.toResource.slice(0, 1), counts.toRack.slice(0, 1)];
  const more = vlansSince.length - TOLD;
  return [
    ...vlansSince.slice(0, TOLD).map((one) =>
      row("New VLAN", `${vlanName(one)}: blocks 508 and 516 gave it tags`, {
        tags: pairOver(one).slice(0, 2),
        at: one.declaredAt,
      }),
    ),
    ...(more > 0 ? [row("New VLANs", `${more} more in the same way`)] : []),
    ...countRows(fromRack).map(({ value }) => row(`From ${rack.name}`, `${value}, each to block 526`)),
    ...countRows(fromResource).map(({ value }) => row(`From ${resource.name}`, `${value}, each the same way back`)),
  ];
}
