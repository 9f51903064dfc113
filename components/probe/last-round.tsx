"use client";

import type { ProbesView } from "@/server/services/probe/view";
import { Mark } from "../state/state-mark";
import { ageText } from "../ui/duration";
import { Facts } from "../ui/facts";
import { useNow } from "../ui/now";
import { RoundHistory } from "./round-history";
import { endOf, lossBothWays, ROUND_SHAPES, roundTripText } from "./round-words";

/** A round each minute: what is older than this is said to be old, in ms. */
const FRESH_MS = 150_000;

interface LastRoundProps {
  readonly view: ProbesView;
  /** When the view came, by this computer's clock. */
  readonly knownAt: number;
}

/** The last round of probes in figures, how old it is, and those before it. */
export function LastRound({ view, knownAt }: LastRoundProps) {
  const now = useNow();
  const last = view.rounds.at(-1);
  if (last === undefined) return <p className="p-3 text-table text-ink-2">{noneText(view)}</p>;
  const ageMs = Math.max(0, view.now - last.at + (now === null ? 0 : Math.max(0, now - knownAt)));
  const { there, back } = lossBothWays(last);
  const age = `${ageText(ageMs)} ago, one each minute`;
  return (
    <div data-testid="last-round">
      <Facts
        rows={[
          [
            "Last round",
            <span key="round" className="inline-flex flex-wrap gap-x-3">
              <Mark shape={ROUND_SHAPES[endOf(last)]}>
                {last.returned} of {last.sent} came back
              </Mark>
              <span className={ageMs > FRESH_MS ? "text-warn-ink" : "text-ink-2"}>
                {ageMs > FRESH_MS ? `old: ${age}` : age}
              </span>
            </span>,
          ],
          ["Loss there", there],
          ["Loss back", back],
          [
            "Round trip",
            <span key="trip">
              <span className="number">{roundTripText(last)}</span>{" "}
              <span className="text-ink-3">least, median, most</span>
            </span>,
          ],
          ["Last hour", <RoundHistory key="history" rounds={view.rounds} />],
        ]}
      />
    </div>
  );
}

function noneText({ isProbed }: ProbesView): string {
  if (!isProbed) return "No switch of ours carries its frames now, so it is not probed.";
  return "No round has ended yet. One begins each minute; after a restart of the portal it begins anew.";
}
