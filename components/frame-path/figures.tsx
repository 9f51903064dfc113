import { Mark } from "../state/state-mark";
import { classNames } from "../ui/class-names";
import { ageText, framesText, spanText } from "../ui/duration";
import type { PlayedLeg } from "./playback";
import { FRESH_MS, isCounted, type LegReading, type PointReading } from "./reading";
import { pointText, rateText } from "./sentences";

/** What the kernel counted on a leg: one line a point, with its age once it is old. */
export function Figures({ reading }: { reading: LegReading }) {
  if (reading.points.length === 0) return <p className="text-xs text-ink-3">{INSIDE[reading.status]}</p>;
  return (
    <div className="flex flex-col gap-1">
      {reading.points.map((point) => (
        <Figure key={point.point.id} reading={point} />
      ))}
    </div>
  );
}

const INSIDE: Record<LegReading["status"], string> = {
  flowing: "observed before and after",
  seen: "observed before and after",
  unseen: "predicted, not yet observed",
  unknown: "predicted, no reading",
};

function Figure({ reading }: { reading: PointReading }) {
  const { point, frames, framesPerSecond, ageMs } = reading;
  const old = ageMs !== null && ageMs > FRESH_MS;
  return (
    <div className={classNames("text-xs", old && "text-ink-3")}>
      <p className="text-ink-3">{pointText(point)}</p>
      {frames === null ? (
        <p className="text-ink-3">{isCounted(reading) ? "no reading" : "seen, not counted"}</p>
      ) : (
        <p className="number flex flex-wrap gap-x-2 whitespace-nowrap">
          <span data-point={point.id} data-frames={frames}>
            {framesText(frames)}
          </span>
          <span className="text-ink-2">{old ? `${ageText(ageMs)} old` : rateText(framesPerSecond)}</span>
        </p>
      )}
    </div>
  );
}

/** When a sent frame was seen on a leg, since its first sighting. */
export function Sighting({ played, lit }: { played: PlayedLeg | null; lit: boolean }) {
  if (played === null || !lit) return <p className="h-4" />;
  if (!played.asPredicted) return <Mark shape="failed">other stack than predicted</Mark>;
  if (played.sinceMicros === null) return <p className="number h-4 text-xs text-ink-3">passed</p>;
  return (
    <p className="number h-4 text-xs whitespace-nowrap text-ink" data-seen={played.legId}>
      {played.sinceMicros < 0 ? "seen (clocks differ)" : `seen +${spanText(played.sinceMicros)}`}
    </p>
  );
}
