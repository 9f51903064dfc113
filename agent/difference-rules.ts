/** Differences inside the links: membership of segments, and rules. */
import type { Actual, ActualFilter } from "./actual";
import { chainName, chainsInUse } from "./chains-in-use";
import { type Difference, difference, isOurs, linkNamed, type Stray, unsolved } from "./difference";
import { type Filter, filterPlace, isReplaceable, sameFilter, sameMatch } from "./filter";
import { portDevice, portOfDevice } from "./names";
import type { Operation } from "./operation";
import { PRIORITY } from "./priority";
import { bridgeIndex, scopeOfDevice, scopeOfFilter } from "./scope-of-device";
import { tagsGiven } from "./tags-given";
import type { Wanted, WantedFilter, WantedVlan } from "./wanted";

/** Devices that cannot hold rules yet. */
export function ingressDifferences(wanted: Wanted, actual: Actual): Difference[] {
  return wanted.ingress
    .filter(({ device }) => linkNamed(actual, device) !== undefined && !actual.ingress.includes(device))
    .map(({ device, scope }) =>
      difference("missing", scope, `${device} has no clsact`, [{ kind: "add-ingress", device, scope }]),
    );
}

/** Segment numbers that a bridge port lacks. */
export function vlanDifferences(wanted: Wanted, actual: Actual): Difference[] {
  const held = new Map(actual.vlans.map((vlan) => [`${vlan.device} ${vlan.vid}`, vlan]));
  return wanted.vlans.flatMap((vlan) => {
    const found = held.get(`${vlan.device} ${vlan.vid}`);
    if (found !== undefined && found.flags.length === 0) return [];
    return [vlanDifference(vlan, found !== undefined)];
  });
}

function vlanDifference({ device, vid, scope, keys }: WantedVlan, flagged: boolean): Difference {
  const add: Operation = { kind: "add-vlan", device, vid, scope };
  if (!flagged) return difference("missing", scope, `${device} is not in segment ${vid}`, [add], keys);
  const remove: Operation = { kind: "delete-vlan", device, vid, scope };
  return difference("wrong", scope, `${device} is in segment ${vid} with other flags`, [remove, add], keys);
}

/** Segment numbers on bridge ports of ours that no entry uses. */
export function strayVlans(wanted: Wanted, actual: Actual): Stray[] {
  const names = new Set(wanted.vlans.map((vlan) => `${vlan.device} ${vlan.vid}`));
  const ours = new Set(actual.links.filter(isOurs).map((link) => link.name));
  return actual.vlans
    .filter(
      (vlan) => ours.has(vlan.device) && bridgeIndex(vlan.device) === null && !names.has(`${vlan.device} ${vlan.vid}`),
    )
    .map(({ device, vid }) => ({
      what: `segment ${vid} on ${device}`,
      removal: [{ kind: "delete-vlan", device, vid, scope: scopeOfDevice(device) }],
    }));
}

/** Addresses that a bridge learned beyond what an attachment may have. */
export function strayAddresses({ overfull }: Actual): Stray[] {
  return overfull.map(({ device, vid }) => ({
    what: `addresses over the quota of segment ${vid} on ${device}`,
    removal: [{ kind: "forget-addresses", device, vid, scope: scopeOfDevice(device) }],
  }));
}

/** Rules that are missing or altered, each alone. */
export function filterDifferences(wanted: Wanted, actual: Actual): Difference[] {
  const held = new Map(actual.filters.map((item) => [filterPlace(item.filter), item]));
  const meant = new Map(wanted.filters.map(({ filter }) => [filterPlace(filter), filter]));
  const devices = new Set(actual.links.map((link) => link.name));
  const ours = new Set(actual.links.filter(isOurs).map((link) => link.name));
  const admitsAlike = (found: Filter, filter: Filter) =>
    tagsGiven(found, (place) => held.get(place)?.filter) === tagsGiven(filter, (place) => meant.get(place));
  return wanted.filters
    .filter((rule) => isPossible(rule.filter, devices))
    .flatMap((rule) => {
      const found = held.get(filterPlace(rule.filter));
      const { filter, role } = rule;
      const isSwap = () => found !== undefined && (role === "link" || admitsAlike(found.filter, filter));
      return filterDifference(rule, found, ours.has(filter.device), isSwap);
    });
}

/** A rule needs its device and the one that it sends to; a cable's end may be gone. */
function isPossible({ device, actions }: Filter, devices: ReadonlySet<string>): boolean {
  return devices.has(device) && actions.every((action) => !("device" in action) || devices.has(action.device));
}

/**
 * A rule without our mark in a place of ours is one of ours altered by hand, if it matches alike or the device is ours.
 * One that admits to the same segment takes the other's place in one step; with other tags it goes before anything comes.
 */
function filterDifference(
  rule: WantedFilter,
  found: ActualFilter | undefined,
  isOwnDevice: boolean,
  isSwap: () => boolean,
): Difference[] {
  const { filter, role, scope, keys } = rule;
  const place = filterPlace(filter);
  const add: Operation = { kind: "add-filter", filter, role, scope };
  if (found === undefined) return [difference("missing", scope, `no rule at ${place}`, [add], keys)];
  if (found.ours && sameFilter(found.filter, filter)) return [];
  if (!found.ours && !isOwnDevice && !sameMatch(found.filter, filter)) {
    const detail = `the place ${place} is taken by a rule without our mark: move it to another prio`;
    return [unsolved("wrong", "name_taken", scope, detail, keys)];
  }
  if (isReplaceable(found.filter, filter) && isSwap()) {
    const replace: Operation = { kind: "replace-filter", filter, role, scope };
    return [difference("wrong", scope, `the rule at ${place} is another`, [replace], keys)];
  }
  const remove: Operation = { kind: "delete-filter", filter: found.filter, replaced: true, scope };
  return [difference("wrong", scope, `the rule at ${place} was altered`, [remove, add], keys)];
}

/** Rules with our mark that nothing wants, or whose other device is gone. */
export function strayFilters(wanted: Wanted, actual: Actual): Stray[] {
  const devices = new Set(actual.links.map((link) => link.name));
  const possible = wanted.filters.map(({ filter }) => filter).filter((filter) => isPossible(filter, devices));
  const places = new Set(possible.map(filterPlace));
  const left = chainsToBeLeft(possible, places, actual);
  return actual.filters
    .filter(({ ours, filter }) => ours && !places.has(filterPlace(filter)))
    .filter(({ filter }) => filter.chain === undefined || !left.has(chainName(filter.device, filter.chain)))
    .map((held) => strayFilter(held.filter));
}

/**
 * Chains that an attachment is led out of by this very plan. They go with the next one: until then what they counted is
 * read once more, when no frame comes to them any longer.
 */
function chainsToBeLeft(wanted: readonly Filter[], places: ReadonlySet<string>, actual: Actual): ReadonlySet<string> {
  const held = actual.filters.filter(({ ours }) => ours).map(({ filter }) => filter);
  const stay = held.filter((filter) => filter.chain === undefined && places.has(filterPlace(filter)));
  const meant = chainsInUse(wanted, wanted);
  return new Set([...chainsInUse(stay, held)].filter((name) => !meant.has(name)));
}

function strayFilter(filter: Filter): Stray {
  const scope = scopeOfFilter(filter);
  const remove: Operation = { kind: "delete-filter", filter, replaced: false, scope };
  const closes = filter.chain === undefined && filter.priority === PRIORITY.drop && isPort(filter.device);
  const close: Operation[] = closes ? [{ kind: "close-port", device: filter.device, scope }] : [];
  return { what: `rule at ${filterPlace(filter)}`, removal: [...close, remove] };
}

function isPort(device: string): boolean {
  const port = portOfDevice(device);
  return port !== null && portDevice(port) === device;
}
