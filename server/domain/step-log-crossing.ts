import type { Evidence, Plain } from "./step-log-block";
import { capital, placeRows, row, wayRows } from "./step-log-evidence";
import type { CrossingFact, OrderFacts, PlaceFact } from "./step-log-facts";
import { coupled, notNeeded, within } from "./step-log-outcome";

/** Two installations are coupled for this order when an operator approved and the rows are read back (blocks 420, 506). */
export function joined(facts: OrderFacts, places: readonly PlaceFact[]): Plain {
  const { crossing } = facts;
  if (crossing === null) return notNeeded(within(facts));
  const { state, decidedAt, decidedBy, reason } = crossing.request;
  if (state === "withdrawn") return notNeeded("The order was withdrawn before an operator decided.");
  if (state !== "rejected") return coupled(facts, places);
  return {
    kind: "failed",
    at: decidedAt ?? facts.life.ordered.at,
    reason: `Rejected by ${decidedBy ?? "an operator"}: ${reason ?? "no reason was given"}`,
  };
}

/** Who decided, the rows and the path. */
export function joinRows(facts: OrderFacts, places: readonly PlaceFact[]): Evidence[] {
  if (facts.crossing === null) return [];
  const { way } = facts.crossing;
  const tags = way === null ? [] : [row("Tag 3", `${way.tagToFar} there, ${way.tagToNear} back`)];
  return [requestRow(facts.crossing.request), ...placeRows(places), ...wayRows(facts), ...tags];
}

function requestRow({ id, state, decidedBy, decidedAt, reason }: CrossingFact["request"]): Evidence {
  const who = decidedBy === null ? "" : ` by ${decidedBy}`;
  const why = reason === null ? "" : `: ${reason}`;
  return row("Request", `${id}, ${state}${who}${capital(why)}`, { at: decidedAt });
}
