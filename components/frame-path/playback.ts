import type { FramePath, Leg } from "@/server/domain/frame-path";
import type { ProbeView } from "@/server/services/path/view";

/** How far a sent frame was really seen, leg by leg. */
export interface Playback {
  readonly probe: ProbeView;
  readonly legs: readonly PlayedLeg[];
  /** Legs without a gap from the start on which the frame was seen. */
  readonly reached: number;
  /** From the first sighting to the last, in microseconds; null with fewer than two. */
  readonly tookMicros: number | null;
}

export interface PlayedLeg {
  readonly legId: string;
  readonly seen: boolean;
  /** Microseconds since the first sighting; null where it was not seen or nothing looks (inside a switch). */
  readonly sinceMicros: number | null;
  /** False when the stack there was another one than predicted. */
  readonly asPredicted: boolean;
}

/** Lays the sightings of a probe along its path. Times are the kernels' own. */
export function playBack(path: FramePath, probe: ProbeView): Playback {
  const at = new Map(probe.seen.map((sighting) => [sighting.pointId, sighting]));
  const times = probe.seen.flatMap((sighting) => (sighting.atMicros === null ? [] : [sighting.atMicros]));
  const first = times[0] ?? null;
  const counted = path.legs.map((leg) => playLeg(leg, at, first));
  const legs = counted.map((leg, index) => {
    if (path.legs[index]?.points.length !== 0) return leg;
    return { ...leg, seen: (counted[index - 1]?.seen ?? false) && (firstPointSeen(path.legs[index + 1], at) ?? false) };
  });
  const gap = legs.findIndex((leg) => !leg.seen);
  const last = times[times.length - 1];
  const tookMicros = first === null || last === undefined || times.length < 2 ? null : last - first;
  return { probe, legs, reached: gap === -1 ? legs.length : gap, tookMicros };
}

type Sightings = ReadonlyMap<string, ProbeView["seen"][number]>;

function playLeg(leg: Leg, at: Sightings, first: number | null): PlayedLeg {
  const sightings = leg.points.flatMap((point) => at.get(point.id) ?? []);
  const seen = sightings.length > 0 && sightings.every((sighting) => sighting.atMicros !== null);
  const earliest = sightings.find((sighting) => sighting.atMicros !== null)?.atMicros ?? null;
  return {
    legId: leg.id,
    seen,
    sinceMicros: earliest === null || first === null ? null : earliest - first,
    asPredicted: sightings.every((sighting) => sighting.stackAsPredicted !== false),
  };
}

function firstPointSeen(leg: Leg | undefined, at: Sightings): boolean | null {
  const point = leg?.points[0];
  if (point === undefined) return null;
  return (at.get(point.id)?.atMicros ?? null) !== null;
}
