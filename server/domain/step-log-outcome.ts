import type { Plain } from "./step-log-block";
import type { OrderFacts, PlaceFact } from "./step-log-facts";
import type { Moment, OrderLife } from "./step-log-life";
import type { WayLinkFact } from "./step-log-proof";

/** It happened then. */
export function doneAt({ at, by }: { readonly at: number | null; readonly by: string | null }): Plain {
  return { kind: "done", at, by };
}

/** The order's way does not come by here. */
export function notNeeded(reason: string): Plain {
  return { kind: "not_needed", reason };
}

/** Map rows are in the kernels: the same for both couplings, each with its own rows (seed blocks 406, 420, 502 to 506). */
export function coupled(facts: OrderFacts, places: readonly PlaceFact[]): Plain {
  const { life } = facts;
  if (life.readBack !== null) return doneAt(life.readBack);
  if (life.ending !== null) return takenBack(facts, life.ending, places);
  if (life.allocated === null) return pending("the operator's decision: no switch is touched before it");
  if (life.lost === null) return settingUp(life.allocated, places);
  return places.every(isPresent) ? doneAt(life.lost.before) : brokenDown(life.lost, places);
}

/** An order that no kernel accepted failed where a row is missing; at its first row if nobody recorded where. */
function takenBack({ life, places: all }: OrderFacts, ending: Moment, places: readonly PlaceFact[]): Plain {
  const faulty = all.filter((place) => !isSound(place));
  const where = faulty.length > 0 ? faulty : all.slice(0, 1);
  if (life.state !== "failed" || !places.some((place) => where.includes(place))) return neverCame(life);
  return { kind: "failed", at: ending.at, reason: life.reason ?? "The order was taken back." };
}

function settingUp(allocated: Moment, places: readonly PlaceFact[]): Plain {
  const open = places.filter((place) => !isPresent(place));
  if (open.length > 0) return pending(`${open.map(placeName).join(" and ")} to be read back`);
  const reported = places.map(({ reportedAt }) => reportedAt ?? allocated.at);
  return doneAt({ at: Math.max(allocated.at, ...reported), by: agentOf(places[0]) });
}

function brokenDown(lost: Moment, places: readonly PlaceFact[]): Plain {
  const fault = places.find((place) => !isSound(place));
  if (fault === undefined)
    return pending(
      `${places
        .filter((one) => !isPresent(one))
        .map(placeName)
        .join(" and ")} to be read back`,
    );
  const { kernel, switchCode, key } = fault;
  const what = kernel === null || kernel.state === "present" ? "" : ` is ${kernel.state}: ${kernel.detail}`;
  return {
    kind: "failed",
    at: lost.at,
    reason: `On switch ${switchCode} map entry ${key}${what}. Its agent repairs it.`,
  };
}

/** Frames were counted at each point of the way (seed blocks 416, 526 to 538). */
export function proved({ life, rack, resource }: OrderFacts): Plain {
  if (life.proved !== null) return doneAt(life.proved);
  if (life.ending !== null) return neverCame(life);
  return pending(`the first frame of ${rack.name} that is counted at each point of the way to ${resource.name}`);
}

/** What was read back, and nothing more. */
export function readBack({ life }: OrderFacts): Plain {
  if (life.readBack !== null) return doneAt(life.readBack);
  if (life.ending !== null) return neverCame(life);
  return pending("every map entry to be read back");
}

/** What the path in use decides: without links of a provider there is no long haul (seed blocks 422, 536, 538). */
export function longHaul(facts: OrderFacts, own: Plain): Plain {
  const { crossing, life } = facts;
  if (crossing === null) return notNeeded(within(facts));
  const { way, wayBy } = crossing;
  if (life.ending !== null && (way === null || wayBy === "choice")) {
    return notNeeded("The order ended, and nobody recorded which path it took.");
  }
  if (way === null) return pending("a link in service");
  const [first] = way.links;
  if (providerLinks(facts).length === 0) {
    const said = wayBy === "choice" ? "The best path" : "The path in use";
    return notNeeded(`${said} crosses dedicated lines alone: ${way.links.map(({ code }) => code).join(", ")}.`);
  }
  if (own.kind !== "done" || wayBy !== "choice") return byPath(facts, own);
  return pending(`the agent of switch ${first?.near.switchCode} to say which path it uses`);
}

/** What is done by another path than the one that frames proved is done since a moment that nobody recorded. */
export function byPath({ crossing, proof }: OrderFacts, own: Plain): Plain {
  const provedTag = proof?.way?.tagToFar;
  const isNow = crossing?.wayBy === "report" || crossing?.wayBy === "only";
  const isMoved = isNow && provedTag !== undefined && provedTag !== crossing?.way?.tagToFar;
  return own.kind === "done" && isMoved ? doneAt({ at: null, by: own.by }) : own;
}

/** The provider links of the path in use, in order from the rack. */
export function providerLinks({ crossing }: OrderFacts): readonly WayLinkFact[] {
  return crossing?.way?.links.filter(({ medium }) => medium === "provider") ?? [];
}

/** Why nothing is crossed. */
export function within({ rack, resource }: OrderFacts): string {
  return `${rack.name} and ${resource.name} are both in ${rack.datacenter}.`;
}

/** Why a block that was not reached will not be. */
export function neverCame({ state }: OrderLife): Plain {
  const how = state === "failed" ? "was taken back" : state === "releasing" ? "is being released" : `was ${state}`;
  return notNeeded(`The order ${how} before it came here.`);
}

export function pending(waitsFor: string): Plain {
  return { kind: "pending", waitsFor };
}

/** "switch 116, port 1". */
export function placeName({ switchCode, port }: { readonly switchCode: string; readonly port: number }): string {
  return `switch ${switchCode}, port ${port}`;
}

function agentOf(place: PlaceFact | undefined): string | null {
  return place === undefined ? null : `agent of switch ${place.switchCode}`;
}

function isPresent({ kernel }: PlaceFact): boolean {
  return kernel?.state === "present";
}

/** Nothing speaks against it. */
function isSound({ kernel }: PlaceFact): boolean {
  return kernel === null || kernel.state === "present";
}
