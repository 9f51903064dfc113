/** The objects of label switching between two links, and of the probe points on the way. */
import { accepted, sending } from "./encapsulation/carriage";
import { lineDevice } from "./names";
import type { DesiredLink, DesiredState, PortNumber, Transit } from "./protocol";
import { type Scope, transitPointScope, transitScope } from "./scope";
import { answers, transitAnswer, transitProbeEnd, transitRules } from "./transit-rules";
import type { Facts, Unmet, Wanted, WantedFilter } from "./wanted";

/** The objects of all transits, each one's alone. */
export function transitObjects({ links, transits }: DesiredState, facts: Facts): Partial<Wanted>[] {
  const known = new Map(links.map((link) => [link.number, link]));
  return transits.map((transit) => {
    const [from, to] = [known.get(transit.from), known.get(transit.to)];
    const isThere = (link: PortNumber) => facts.macOf(lineDevice(link)) !== null;
    if (from === undefined || to === undefined || !isThere(from.number) || !isThere(to.number)) {
      return { unmet: [noLink(transit)] };
    }
    return objectsBetween(from, to, transit, facts);
  });
}

function objectsBetween(from: DesiredLink, to: DesiredLink, transit: Transit, facts: Facts): Partial<Wanted> {
  const scope = transitScope(transit);
  const leaving = sending(to);
  const rules = accepted(from).flatMap((one) => transitRules(one, leaving, transit, facts.macOf));
  if (rules.length === 0) return { unmet: [farEndUnknown(to, scope)] };
  return { filters: [...rules.map(ruleOf(scope)), ...pointFilters(from, transit, facts)] };
}

function pointFilters(from: DesiredLink, transit: Transit, { macOf }: Facts): WantedFilter[] {
  if (!answers(transit)) return [];
  const back = transitAnswer(sending(from), transit, macOf);
  const ends = accepted(from).map((one) => transitProbeEnd(one, transit));
  return [...ends, ...(back === null ? [] : [back])].map(ruleOf(transitPointScope(transit)));
}

/** No entry waits for them: the two ends of a path watch it by heartbeats. */
function ruleOf(scope: Scope): (filter: WantedFilter["filter"]) => WantedFilter {
  return (filter) => ({ filter, role: "link", scope, keys: [] });
}

function noLink(transit: Transit): Unmet {
  const { from, to, tag } = transit;
  const detail = `tag ${tag} cannot go from link ${from} to link ${to}: this switch does not have both`;
  return { scope: transitScope(transit), code: "no_path", detail, keys: [] };
}

function farEndUnknown({ number }: DesiredLink, scope: Scope): Unmet {
  const detail = `the far end of ${lineDevice(number)} has not reported its MAC address yet`;
  return { scope, code: "far_end_unknown", detail, keys: [] };
}
