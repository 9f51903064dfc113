/** The whole comparison of a switch: wanted against actual. Pure. */
import type { Actual } from "./actual";
import { type Difference, type Stray, unsolved } from "./difference";
import { brokenPair, brokenTunnel, linkDifferences, removalOf, strayLinkNames } from "./difference-links";
import {
  filterDifferences,
  ingressDifferences,
  strayAddresses,
  strayFilters,
  strayVlans,
  vlanDifferences,
} from "./difference-rules";
import type { Operation } from "./operation";
import { restsOn, type Scope } from "./scope";
import { simulate } from "./simulate";
import type { Wanted } from "./wanted";

export interface Comparison {
  readonly differences: readonly Difference[];
  readonly strays: readonly Stray[];
}

/** Compares the whole. Once every repair and removal is applied, comparing again finds nothing. */
export function compare(wanted: Wanted, actual: Actual): Comparison {
  const strayLinks = strayLinkNames(wanted, actual).map((name) => removalOf(name, wanted, actual));
  const broken = [
    ...wanted.pairs.flatMap((pair) => brokenPair(pair, actual)),
    ...wanted.devices.flatMap((device) => brokenTunnel(device, actual)),
  ];
  const rest = simulate(actual, [...strayLinks, ...repairs(broken)]);
  const links = linkDifferences(wanted, rest);
  const made = simulate(rest, repairs(links));
  const unmet = wanted.unmet.map((gap) => unsolved("missing", gap.code, gap.scope, gap.detail, gap.keys));
  const inside = [ingressDifferences, vlanDifferences, filterDifferences].flatMap((find) => find(wanted, made));
  return {
    differences: withoutBlocked([...broken, ...links, ...unmet, ...inside]),
    strays: [
      ...strayLinks.map((removal) => ({ what: `link ${removal.device}`, removal: [removal] })),
      ...strayFilters(wanted, made),
      ...strayVlans(wanted, rest),
      ...strayAddresses(made),
    ],
  };
}

function repairs(differences: readonly Difference[]): Operation[] {
  return differences.flatMap((item) => item.repair);
}

/** Where a name of ours is taken by a link without our mark, nothing that rests on it is touched. */
function withoutBlocked(differences: readonly Difference[]): Difference[] {
  const blocked = differences
    .filter(({ code, keys }) => code === "name_taken" && keys.length === 0)
    .map(({ scope }) => scope);
  const isBlocked = (scope: Scope) => blocked.some((taken) => restsOn(scope, taken));
  return differences.map((item) => (isBlocked(item.scope) ? { ...item, repair: [] } : item));
}
