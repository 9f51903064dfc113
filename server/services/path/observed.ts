import { decodeFrame } from "../../domain/decode-frame";
import type { FramePath, Leg, ObservationPoint } from "../../domain/frame-path";
import type { StackTag } from "../../domain/tag-stack";
import { counterKey, type LiveReport, type StoredFrame } from "../../live/store";
import type { PointView, SeenFrameView } from "./view";

/** The last reports of the switches on a path, by switch code; null where an agent never reported. */
export type Reports = ReadonlyMap<string, LiveReport | null>;

/** Where on which path a point lies. */
export interface PlacedPoint {
  readonly direction: FramePath["direction"];
  readonly leg: Leg;
  readonly point: ObservationPoint;
}

/** All observation points of some paths, in the order of the frame's way. */
export function placedPoints(paths: readonly FramePath[]): PlacedPoint[] {
  return paths.flatMap((path) =>
    path.legs.flatMap((leg) => leg.points.map((point) => ({ direction: path.direction, leg, point }))),
  );
}

/** What the kernel counted at a point, and how old that figure is. */
export function pointView(point: ObservationPoint, reports: Reports, now: number): PointView {
  const last = point.entryKey === null ? null : (reports.get(point.switchCode) ?? null);
  const key = counterKey({ direction: point.direction, key: point.entryKey ?? "" });
  const counter = last?.report.counters.find((one) => counterKey(one) === key);
  const rate = last?.rates.get(key);
  return {
    id: point.id,
    frames: counter?.frames ?? null,
    bytes: counter?.bytes ?? null,
    framesPerSecond: rate?.framesPerSecond ?? null,
    bytesPerSecond: rate?.bytesPerSecond ?? null,
    ageMs: last === null ? null : now - last.at,
  };
}

/** What was seen, and what of it is somebody else's. */
export interface Sightings {
  readonly reports: Reports;
  /** Frames before this moment are left out, ms since 1970. */
  readonly since: number;
  /** Tags 3 of other pseudowires, whose frames may share a link and a pair with ours. */
  readonly otherTags: ReadonlySet<number>;
}

/**
 * The frames of one path among those that the agents saw: on a client's or resource's cable by the client's VLAN,
 * between switches by the pair. Frames of any other segment on the same port are nobody's business here.
 */
export function framesOfPath(placed: readonly PlacedPoint[], sightings: Sightings): SeenFrameView[] {
  const { reports, since, otherTags } = sightings;
  return placed
    .flatMap((place) =>
      framesAt(place, reports)
        .filter((frame) => frame.atMicros / 1000 >= since)
        .flatMap((frame) => seenFrame(place, frame, otherTags)),
    )
    .sort((a, b) => a.atMicros - b.atMicros);
}

function framesAt(place: PlacedPoint, reports: Reports): readonly StoredFrame[] {
  const frames = reports.get(place.point.switchCode)?.frames ?? [];
  return frames.filter((frame) => frame.port === place.point.port && frame.direction === place.point.direction);
}

function seenFrame(place: PlacedPoint, frame: StoredFrame, otherTags: ReadonlySet<number>): SeenFrameView[] {
  const read = decodeFrame(frame.bytes, isBetweenDatacenters(place.leg) ? "link" : "port");
  const decoded = isUnderCustomerTag(place.leg) ? { ...read, stack: withCustomerTag(read.stack) } : read;
  if (!belongs(place.leg, decoded.stack) || otherTags.has(tagOf(decoded.stack, "datacenter")?.value ?? 0)) return [];
  return [
    {
      id: `${place.point.switchCode}-${frame.id}`,
      pointId: place.point.id,
      legId: place.leg.id,
      direction: place.direction,
      atMicros: frame.atMicros,
      length: frame.length,
      stack: decoded.stack,
      summary: decoded.summary,
      fields: decoded.fields,
      hex: frame.bytes,
      probeId: decoded.probe?.id ?? null,
    },
  ];
}

function belongs(leg: Leg, stack: readonly StackTag[]): boolean {
  if (leg.kind === "cable") return sameTag(leg.stack[0], stack[0]);
  return (
    sameTag(tagOf(leg.stack, "host"), tagOf(stack, "host")) &&
    sameTag(tagOf(leg.stack, "customer"), tagOf(stack, "customer"))
  );
}

/** Between two switches in series: C without S, which a decoder cannot tell from a client's own tag. */
function isUnderCustomerTag({ stack }: Leg): boolean {
  return stack[0]?.kind === "customer";
}

function withCustomerTag([outer, ...rest]: readonly StackTag[]): readonly StackTag[] {
  return outer?.kind === "client" ? [{ ...outer, kind: "customer" }, ...rest] : [...(outer ? [outer] : []), ...rest];
}

function isBetweenDatacenters({ kind }: Leg): boolean {
  return kind === "line" || kind === "provider";
}

function tagOf(stack: readonly StackTag[], kind: StackTag["kind"]): StackTag | undefined {
  return stack.find((tag) => tag.kind === kind);
}

function sameTag(a: StackTag | undefined, b: StackTag | undefined): boolean {
  return a?.kind === b?.kind && a?.value === b?.value && a?.format === b?.format;
}

/** Whether a frame carries what the walk predicts for its leg; a client may have tags of its own under ours. */
export function stackAsPredicted(leg: Leg, stack: readonly StackTag[]): boolean {
  return leg.stack.every((tag, index) => sameTag(tag, stack[index]));
}
