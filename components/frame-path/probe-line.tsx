import { Mark } from "../state/state-mark";
import { ageText, spanText } from "../ui/duration";
import type { Playback } from "./playback";

/** Captures come with the reports of each second: what was not seen by then, in ms, was not there. */
const PATIENCE_MS = 6_000;

interface ProbeLineProps {
  readonly playback: Playback;
  readonly step: number;
  readonly now: number | null;
}

/** How the last sent frame did, in one line. */
export function ProbeLine({ playback, step, now }: ProbeLineProps) {
  const { probe, legs } = playback;
  const name = `Frame "${probe.payload}"`;
  if (probe.error !== null)
    return <Mark shape="failed" className="whitespace-normal">{`${name} was not sent: ${probe.error}`}</Mark>;
  if (probe.arrived && step >= legs.length)
    return <Mark shape="live" className="whitespace-normal">{`${name} arrived${tookText(playback)}`}</Mark>;
  const waitedMs = now === null ? 0 : Math.max(0, now - probe.sentAt);
  const seen = `seen on ${Math.min(step, legs.length)} of ${legs.length} legs`;
  if (waitedMs > PATIENCE_MS && !probe.arrived)
    return <Mark shape="degraded" className="whitespace-normal">{`${name} did not arrive; ${seen}`}</Mark>;
  return <Mark shape="pending" className="whitespace-normal">{`${name} sent ${ageText(waitedMs)} ago; ${seen}`}</Mark>;
}

function tookText({ tookMicros, probe }: Playback): string {
  const first = probe.seen.find((sighting) => sighting.atMicros !== null)?.atMicros ?? null;
  const waited = first === null ? null : first / 1000 - probe.sentAt;
  const start = waited === null || waited < 0 ? "" : `, first seen ${spanText(waited * 1000)} after sending`;
  return tookMicros === null || tookMicros < 0 ? start : `: ${spanText(tookMicros)} from first hop to last${start}`;
}
