import type { Block400, Draft } from "./step-log-block";
import { joined, joinRows } from "./step-log-crossing";
import { farCloudRows, linkTags, resourceRow, row, wayRows } from "./step-log-evidence";
import type { OrderFacts } from "./step-log-facts";
import { byPath, doneAt, longHaul, notNeeded, providerLinks, readBack, within } from "./step-log-outcome";
import { sidesOf } from "./step-log-sides";

type Drafts = readonly Draft<Block400>[];

/** Blocks 418 to 422: what an order across datacenters needs besides (seed paras 80 to 82). */
export function secondCloud(facts: OrderFacts): Drafts {
  const { crossing } = facts;
  const { far, joint } = sidesOf(facts);
  const coupling = [...joint, ...far];
  return [
    {
      block: 418,
      title: "Second cloud established in a second datacenter",
      restsOn: [],
      outcome: crossing === null ? notNeeded(within(facts)) : secondCloudMade(facts),
      evidence: crossing === null ? [] : [...farCloudRows(facts), resourceRow(facts)],
    },
    {
      block: 420,
      title: "The two clouds coupled at layer 2",
      restsOn: [408, 418],
      outcome: joined(facts, coupling),
      evidence: joinRows(facts, coupling),
    },
    {
      block: 422,
      title: "Long haul through a provider's layer 3",
      restsOn: crossing === null ? [] : [420],
      outcome: longHaul(facts, byPath(facts, readBack(facts))),
      evidence: longHaulRows(facts),
    },
  ];
}

function secondCloudMade({ resource }: OrderFacts) {
  const { cloud, name, datacenter } = resource;
  if (cloud === null) return notNeeded(`The far end in ${datacenter} is ${name}, a rack of the client's own.`);
  return doneAt({ at: cloud.establishedAt, by: null });
}

function longHaulRows(facts: OrderFacts) {
  const tag = facts.crossing?.way?.tagToFar;
  const links = providerLinks(facts);
  if (tag === undefined || links.length === 0) return [];
  const rows = links.map((link) =>
    row(
      "Tag 4",
      `provider link ${link.code}, between switches ${link.near.switchCode} and ${link.far.switchCode} alone`,
      {
        tags: linkTags(link, tag).filter(({ kind }) => kind === "long-haul"),
      },
    ),
  );
  return [...wayRows(facts), ...rows];
}
