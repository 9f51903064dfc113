/** The whole comparison of a switch: wanted against actual. Pure. */
import type { Actual } from "./actual";
import { type Difference, deleteLink, difference, type Stray } from "./difference";
import { brokenPair, linkDifferences, strayLinkNames } from "./difference-links";
import { filterDifferences, ingressDifferences, strayFilters, strayVlans, vlanDifferences } from "./difference-rules";
import type { Operation } from "./operation";
import { simulate } from "./simulate";
import type { Wanted } from "./wanted";

export interface Comparison {
  readonly differences: readonly Difference[];
  readonly strays: readonly Stray[];
}

/** Compares the whole. Once every repair and removal is applied, comparing again finds nothing. */
export function compare(wanted: Wanted, actual: Actual): Comparison {
  const strayLinks = strayLinkNames(wanted, actual).map(deleteLink);
  const broken = wanted.pairs.flatMap((pair) => brokenPair(pair, actual));
  const rest = simulate(actual, [...strayLinks, ...repairs(broken)]);
  const links = linkDifferences(wanted, rest);
  const made = simulate(rest, repairs(links));
  const unmet = wanted.unmet.map((gap) => difference("missing", gap.scope, gap.detail, []));
  const inside = [ingressDifferences, vlanDifferences, filterDifferences].flatMap((find) => find(wanted, made));
  return {
    differences: withoutBlocked([...broken, ...links, ...unmet, ...inside]),
    strays: [
      ...strayLinks.map((removal) => ({ what: `link ${removal.device}`, removal: [removal] })),
      ...strayFilters(wanted, made),
      ...strayVlans(wanted, rest),
    ],
  };
}

function repairs(differences: readonly Difference[]): Operation[] {
  return differences.flatMap((item) => item.repair);
}

/** Where a name of ours is taken by a link without our mark, nothing of that port is touched. */
function withoutBlocked(differences: readonly Difference[]): Difference[] {
  const conflicts = differences.filter((item) => item.state === "wrong" && item.repair.length === 0);
  const ports = new Set(conflicts.filter((item) => item.scope.entry === null).map((item) => item.scope.port));
  return differences.map((item) => (ports.has(null) || ports.has(item.scope.port) ? { ...item, repair: [] } : item));
}
