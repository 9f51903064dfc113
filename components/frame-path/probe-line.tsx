import { Mark } from "../state/state-mark";
import { spanText } from "../ui/duration";
import type { Playback } from "./playback";

interface ProbeLineProps {
  readonly playback: Playback;
  readonly step: number;
  readonly now: number | null;
}

/** How the last sent frame did, in one line. */
export function ProbeLine({ playback, step, now }: ProbeLineProps) {
  const { probe, legs } = playback;
  const name = `Frame "${probe.payload}"`;
  if (probe.error !== null) return <Mark shape="failed">{`${name} was not sent: ${probe.error}`}</Mark>;
  if (probe.arrived && step >= legs.length) return <Mark shape="live">{`${name} arrived${tookText(playback)}`}</Mark>;
  const waited = now === null ? "" : ` ${Math.max(0, Math.round((now - probe.sentAt) / 1000))} s ago`;
  return (
    <Mark shape="pending">{`${name} sent${waited}; seen on ${Math.min(step, legs.length)} of ${legs.length} legs`}</Mark>
  );
}

function tookText({ tookMicros, probe }: Playback): string {
  const first = probe.seen.find((sighting) => sighting.atMicros !== null)?.atMicros ?? null;
  const waited = first === null ? null : first / 1000 - probe.sentAt;
  const start = waited === null || waited < 0 ? "" : `, first seen ${spanText(waited * 1000)} after sending`;
  return tookMicros === null || tookMicros < 0 ? start : `: ${spanText(tookMicros)} from first hop to last${start}`;
}
