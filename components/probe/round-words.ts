import type { RoundView } from "@/server/services/probe/view";
import type { StateShape } from "../state/shape";
import { spanText } from "../ui/duration";

/** How a round ended: all came back, some did, none did. */
export type RoundEnd = "whole" | "part" | "lost";

export function endOf({ sent, returned }: Pick<RoundView, "sent" | "returned">): RoundEnd {
  if (returned === 0) return "lost";
  return returned < sent ? "part" : "whole";
}

export const ROUND_SHAPES: Record<RoundEnd, StateShape> = { whole: "live", part: "degraded", lost: "failed" };

/** "none of 5 lost", "2 of 5 lost (40 %)"; nothing can be said of a way that no probe took. */
export function lossText(lost: number, of: number): string {
  if (of === 0) return "not known: none arrived to come back";
  if (lost === 0) return `none of ${of} lost`;
  return `${lost} of ${of} lost (${Math.round((100 * lost) / of)} %)`;
}

/** Loss on the way to the far end, and on the way back of those that arrived there. */
export function lossBothWays({ sent, arrived, returned }: RoundView): { there: string; back: string } {
  return { there: lossText(sent - arrived, sent), back: lossText(arrived - returned, arrived) };
}

/** "0.92 / 1.04 / 1.31 ms" as three figures; a dash when none returned. */
export function roundTripText({ roundTrip }: Pick<RoundView, "roundTrip">): string {
  if (roundTrip === null) return "none came back";
  const { least, median, most } = roundTrip;
  return `${spanText(least)} / ${spanText(median)} / ${spanText(most)}`;
}

/** A round on demand in one sentence. */
export function roundText(round: RoundView): string {
  const { there, back } = lossBothWays(round);
  if (round.returned === round.sent) return `${round.sent} of ${round.sent} came back, ${roundTripText(round)}`;
  return `there ${there}; back ${back}${round.roundTrip === null ? "" : `; ${roundTripText(round)}`}`;
}

/** What the last rounds were, in words: "58 of 60 rounds whole, 1 with loss, 1 lost". */
export function historyText(rounds: readonly RoundView[]): string {
  const count = (end: RoundEnd) => rounds.filter((round) => endOf(round) === end).length;
  const [part, lost] = [count("part"), count("lost")];
  const troubles = [part === 0 ? "" : `${part} with loss`, lost === 0 ? "" : `${lost} lost`].filter(Boolean);
  const noun = rounds.length === 1 ? "round" : "rounds";
  return [`${count("whole")} of ${rounds.length} ${noun} whole`, ...troubles].join(", ");
}
