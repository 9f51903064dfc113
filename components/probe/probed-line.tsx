import type { ProbedView } from "@/server/services/probe/view";
import { Mark } from "../state/state-mark";
import { endOf, ROUND_SHAPES, roundText } from "./round-words";

/** What came of a round on demand. */
export function ProbedLine({ probed }: { probed: ProbedView }) {
  if (probed.kind === "none") {
    return (
      <Mark shape="released" className="whitespace-normal">
        {probed.why}
      </Mark>
    );
  }
  return (
    <Mark shape={ROUND_SHAPES[endOf(probed.round)]} className="whitespace-normal">
      <span className="number">{roundText(probed.round)}</span>
    </Mark>
  );
}
