import type { RoundView } from "@/server/services/probe/view";
import { classNames } from "../ui/class-names";
import { spanText } from "../ui/duration";
import { endOf, historyText, type RoundEnd } from "./round-words";

/** Places drawn, one a minute; empty ones show how long it has been probed. */
const PLACES = 60;
const HEIGHT = 28;
const STEP = 6;

const LOOK: Record<RoundEnd, string> = {
  whole: "fill-state-live",
  part: "fill-state-degraded",
  lost: "stroke-state-failed",
};

/** The last hour of rounds: a bar each, as high as its median round trip, a cross where none came back; and in words. */
export function RoundHistory({ rounds }: { rounds: readonly RoundView[] }) {
  const highest = Math.max(1, ...rounds.map(({ roundTrip }) => roundTrip?.median ?? 0));
  const words = historyText(rounds);
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <svg
        viewBox={`0 0 ${PLACES * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Rounds of the last hour: ${words}. Highest median ${spanText(highest)}.`}
        className="h-8 w-full max-w-md border-b border-line-strong"
      >
        {rounds.map((round, index) => (
          <Bar key={round.at} round={round} place={PLACES - rounds.length + index} highest={highest} />
        ))}
      </svg>
      <figcaption className="text-xs text-ink-3">
        {words}; bars are median round trips, up to {spanText(highest)}
      </figcaption>
    </figure>
  );
}

function Bar({ round, place, highest }: { round: RoundView; place: number; highest: number }) {
  const end = endOf(round);
  const x = place * STEP + 1;
  if (end === "lost") {
    const [top, foot, right] = [HEIGHT - 8, HEIGHT - 2, x + STEP - 2];
    return (
      <path d={`M${x} ${top} ${right} ${foot}M${right} ${top} ${x} ${foot}`} strokeWidth="1.5" className={LOOK.lost} />
    );
  }
  const height = Math.max(3, Math.round(((round.roundTrip?.median ?? 0) / highest) * (HEIGHT - 2)));
  return (
    <rect x={x} y={HEIGHT - height} width={STEP - 2} height={height} className={classNames(LOOK[end])}>
      <title>{`${new Date(round.at).toISOString().slice(11, 19)} UTC`}</title>
    </rect>
  );
}
