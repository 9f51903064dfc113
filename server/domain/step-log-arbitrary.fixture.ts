import fc from "fast-check";
import type { EntryState } from "@/agent/protocol";
import { type ExtensionState, TRANSITIONS } from "./extension-state";
import { crossingOver, LINE_224, ORDERED_AT, orderFacts, PROVIDER_306, vlanOf, wayOver } from "./step-log.fixture";
import type { CrossingFact, OrderFacts, PlaceFact } from "./step-log-facts";
import type { MoveFact } from "./step-log-life";

/** Any order that the table of transitions allows, anywhere in its life, with any kernel's word on its rows. */
export function arbitraryOrder(): fc.Arbitrary<OrderFacts> {
  return fc.boolean().chain((isRemote) =>
    fc
      .record({
        moves: arbitraryMoves(isRemote),
        way: fc.constantFrom(null, wayOver(LINE_224), wayOver(PROVIDER_306), wayOver(LINE_224, PROVIDER_306)),
        wayBy: fc.constantFrom("report" as const, "only" as const, "record" as const, "choice" as const),
        provedWay: fc.constantFrom(null, wayOver(LINE_224)),
        vlans: fc.integer({ min: 1, max: 5 }),
        since: fc.integer({ min: 0, max: 2 }),
        hasCloud: fc.boolean(),
        kernels: fc.array(arbitraryKernel(), { minLength: 8, maxLength: 8 }),
      })
      .map(({ moves, way, wayBy, provedWay, vlans, since, hasCloud, kernels }) => {
        const crossing: CrossingFact | null = isRemote
          ? { ...crossingOver(way, { state: requestState(moves) }), wayBy }
          : null;
        const base = orderFacts(moves, { crossing });
        return {
          ...base,
          nearCloud: hasCloud ? base.nearCloud : null,
          vlansAtOrder: Array.from({ length: vlans }, (_, i) => vlanOf(10 + i, 200 + i, ORDERED_AT - 1_000 + i)),
          vlansSince: Array.from({ length: since }, (_, i) => vlanOf(20 + i, 300 + i, ORDERED_AT + i)),
          places: base.places.map((place, index) => withKernel(place, kernels[index] ?? null)),
          proof: { entries: [], counts: [], way: provedWay, round: null },
        };
      }),
  );
}

function withKernel(place: PlaceFact, state: EntryState["state"] | null): PlaceFact {
  const { key } = place;
  if (state === null) return { ...place, kernel: null, reportedAt: null };
  return { ...place, kernel: state === "present" ? { key, state } : { key, state, detail: "no rule" } };
}

function arbitraryKernel(): fc.Arbitrary<EntryState["state"] | null> {
  return fc.constantFrom(null, "present", "present", "missing", "wrong");
}

function arbitraryMoves(isRemote: boolean): fc.Arbitrary<MoveFact[]> {
  // The first of the possible moves leads on: most orders should get far.
  const choice = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() });
  return fc.array(choice, { maxLength: 9 }).map((choices) => {
    const states: ExtensionState[] = ["requested", isRemote ? "awaiting_approval" : "allocated"];
    for (const choice of choices) states.push(...nextState(states, choice));
    return states.map((to, index) => ({
      ...{ from: states[index - 1] ?? null, to, at: ORDERED_AT + index * 1_000 },
      ...{ by: "somebody", reason: index % 2 === 0 ? null : "because" },
    }));
  });
}

function nextState(states: readonly ExtensionState[], choice: number): ExtensionState[] {
  const may: readonly ExtensionState[] = TRANSITIONS[states.at(-1) ?? "requested"];
  const next = may[choice % Math.max(1, may.length)];
  return next === undefined ? [] : [next];
}

function requestState(moves: readonly MoveFact[]): CrossingFact["request"]["state"] {
  const states = moves.map(({ to }) => to);
  if (states.includes("rejected")) return "rejected";
  if (states.includes("allocated")) return "approved";
  return states.includes("released") ? "withdrawn" : "pending";
}
