import type { FramePath, Leg, ObservationPoint } from "@/server/domain/frame-path";
import type { PathLiveView, PointView } from "@/server/services/path/view";

/** Figures older than this many ms show their age: two report intervals. */
export const FRESH_MS = 2_000;

/** A live view and when it came in, in ms since 1970 by this browser's clock. */
export interface HeldLive {
  readonly view: PathLiveView;
  readonly receivedAt: number;
}

/** What is known about one leg. */
export interface LegReading {
  readonly legId: string;
  /** "flowing" in the last second, "seen" since the rule was made, "unseen" though counted, "unknown" without a report. */
  readonly status: "flowing" | "seen" | "unseen" | "unknown";
  readonly points: readonly PointReading[];
}

export interface PointReading {
  readonly point: ObservationPoint;
  readonly frames: number | null;
  readonly framesPerSecond: number | null;
  /** Age in ms by now; null when there is no figure. */
  readonly ageMs: number | null;
}

/**
 * Joins a path with what its observation points reported.
 *
 * @param heldMs how long ago the live view came in, so that ages go on growing when nothing comes
 */
export function readPath(path: FramePath, live: PathLiveView | null, heldMs: number): readonly LegReading[] {
  const figures = new Map((live?.points ?? []).map((point) => [point.id, point]));
  const readings = path.legs.map((leg) => readLeg(leg, figures, heldMs));
  return readings.map((reading, index) => (reading.points.some(isCounted) ? reading : between(readings, index)));
}

/** A transit switch looks at tag 3 alone: frames are seen there and not counted. */
export function isCounted({ point }: Pick<PointReading, "point">): boolean {
  return point.entryKey !== null;
}

function readLeg(leg: Leg, figures: ReadonlyMap<string, PointView>, heldMs: number): LegReading {
  const points = leg.points.map((point) => readPoint(point, figures.get(point.id), heldMs));
  return { legId: leg.id, status: statusOf(points.filter(isCounted)), points };
}

function readPoint(point: ObservationPoint, figure: PointView | undefined, heldMs: number): PointReading {
  if (figure === undefined || figure.frames === null)
    return { point, frames: null, framesPerSecond: null, ageMs: null };
  const ageMs = figure.ageMs === null ? null : figure.ageMs + heldMs;
  return { point, frames: figure.frames, framesPerSecond: figure.framesPerSecond, ageMs };
}

function statusOf(points: readonly PointReading[]): LegReading["status"] {
  if (points.length === 0 || points.some((point) => point.frames === null)) return "unknown";
  if (points.some((point) => point.frames === 0)) return "unseen";
  const fresh = points.every((point) => point.ageMs !== null && point.ageMs <= FRESH_MS);
  return fresh && points.some((point) => (point.framesPerSecond ?? 0) > 0) ? "flowing" : "seen";
}

const ORDER = ["unknown", "unseen", "seen", "flowing"] as const;

/** Nothing counts here: a frame that was counted before and after it passed. */
function between(readings: readonly LegReading[], index: number): LegReading {
  const isKnown = (reading: LegReading) => reading.points.some(isCounted);
  const rank = (reading: LegReading | undefined) => (reading === undefined ? 0 : ORDER.indexOf(reading.status));
  const before = readings.slice(0, index).findLast(isKnown);
  const after = readings.slice(index + 1).find(isKnown);
  const weakest = Math.min(rank(before), rank(after));
  return { ...(readings[index] ?? { legId: "", points: [] }), status: ORDER[weakest] ?? "unknown" };
}
