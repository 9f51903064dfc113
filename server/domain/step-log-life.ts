import { ATTACHED_STATES, type ExtensionState } from "./extension-state";

/** A transition of an order. */
export interface MoveFact {
  readonly from: ExtensionState | null;
  readonly to: ExtensionState;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
  readonly reason: string | null;
}

/** When something happened to an order, and who did it. */
export interface Moment {
  readonly at: number;
  readonly by: string;
}

/** The life of an order as far as its step log asks. */
export interface OrderLife {
  readonly state: ExtensionState;
  readonly reason: string | null;
  readonly ordered: Moment;
  /** The switches were asked; null before that. */
  readonly allocated: Moment | null;
  /** Every map entry was read back: since the last loss, and for an order that has ended the first time. */
  readonly readBack: Moment | null;
  /** Frames were counted at each point of the way: likewise. */
  readonly proved: Moment | null;
  /** Entries are lost now that had been read back at `before`. */
  readonly lost: (Moment & { readonly before: Moment }) | null;
  /** It began to end: released, rejected, withdrawn or taken back. */
  readonly ending: Moment | null;
}

const GROUNDED: readonly (ExtensionState | null)[] = ["configured", "live"];
const GOING_ON: readonly ExtensionState[] = ["requested", "awaiting_approval", ...ATTACHED_STATES];

/** Reads an order's transitions, oldest first. @throws Error when there is none */
export function lifeOf(moves: readonly MoveFact[]): OrderLife {
  const [first, last] = [moves[0], moves.at(-1)];
  if (first === undefined || last === undefined) throw new Error("an order has at least one transition");
  const ending = moves.find(({ to }) => !GOING_ON.includes(to)) ?? null;
  const lostAt = ending === null ? moves.findLastIndex(isLoss) : -1;
  const run = moves.slice(lostAt + 1);
  const readBack = run.find(({ to }) => to === "configured") ?? null;
  return {
    state: last.to,
    reason: last.reason,
    ordered: first,
    allocated: moves.find(({ to }) => to === "allocated") ?? null,
    readBack,
    proved: run.find(({ to }) => to === "live") ?? null,
    lost: readBack === null ? lossAt(moves, lostAt) : null,
    ending,
  };
}

function isLoss({ from, to }: MoveFact): boolean {
  return to === "allocated" && GROUNDED.includes(from);
}

function lossAt(moves: readonly MoveFact[], index: number): OrderLife["lost"] {
  const loss = moves[index];
  const before = moves.slice(0, Math.max(0, index)).findLast(({ to }) => to === "configured");
  return loss === undefined || before === undefined ? null : { at: loss.at, by: loss.by, before };
}
