import type { FramePath } from "../../domain/frame-path";
import { walk } from "../../domain/walk";
import type { SentProbe } from "../../live/store";
import type { ServiceContext } from "../context";
import { differences } from "./differences";
import { directLive } from "./direct";
import { directPathOf, loadExtensionPath } from "./get";
import type { LoadedPath } from "./load";
import { framesOfPath, type PlacedPoint, placedPoints, pointView, type Reports, stackAsPredicted } from "./observed";
import { probeMark } from "./probe-mark";
import type { PathLiveView, ProbeView, SeenFrameView } from "./view";
import { wayDifferences } from "./way-differences";
import { wayWords } from "./way-words";

/** How far back frames are shown, in ms, and how many at most. */
const FRAMES_FOR_MS = 60_000;
const FRAMES_SHOWN = 60;

/** What the kernels saw on an extension's path up to now, beside what the walk predicts. */
export async function snapshotPath(ctx: ServiceContext, input: { extensionId: string }): Promise<PathLiveView> {
  const direct = await directPathOf(ctx, input.extensionId);
  if (direct !== null) return directLive(direct, ctx.now());
  const loaded = await loadExtensionPath(ctx, input.extensionId);
  return observePath(ctx, input.extensionId, loaded);
}

/** The same for rows that were loaded before: the live stream asks every second. */
export function observePath(ctx: ServiceContext, extensionId: string, loaded: LoadedPath): PathLiveView {
  const now = ctx.now();
  const predicted = { toResource: walk(loaded.input, "to_resource"), toRack: walk(loaded.input, "to_rack") };
  const placed = placedPoints([predicted.toResource, predicted.toRack]);
  const reports = reportsOf(ctx, loaded, predicted.toResource);
  const frames = framesOfPath(placed, { reports, since: now - FRAMES_FOR_MS, otherTags: loaded.otherTags });
  const points = placed.map(({ point }) => pointView(point, reports, now));
  const outward = placed.filter((place) => place.direction === "to_resource");
  const probes = ctx.live.probesOf(extensionId).map((probe) => probeView(probe, outward, frames));
  return {
    at: now,
    predicted,
    way: wayWords(ctx.live, loaded),
    points,
    frames: frames.slice(-FRAMES_SHOWN),
    differences: [...differences({ placed, frames, probes, reports, now }), ...wayDifferences(ctx.live, loaded)],
    probes,
  };
}

/** In the order of the way, which is that of sentences about them. */
function reportsOf(ctx: ServiceContext, { switches }: LoadedPath, path: FramePath): Reports {
  const codes = path.hops.flatMap((hop) => (hop.kind === "switch" ? [hop.code] : []));
  return new Map(codes.map((code) => [code, ctx.live.lastReport(switches.get(code) ?? "")]));
}

function probeView(probe: SentProbe, outward: readonly PlacedPoint[], frames: readonly SeenFrameView[]): ProbeView {
  const mark = probeMark(probe.id);
  const seen = outward.map(({ point, leg }) => {
    const frame = frames.find((one) => one.probeId === mark && one.pointId === point.id);
    if (frame === undefined) return { pointId: point.id, atMicros: null, stackAsPredicted: null };
    return { pointId: point.id, atMicros: frame.atMicros, stackAsPredicted: stackAsPredicted(leg, frame.stack) };
  });
  return {
    id: probe.id,
    payload: probe.text,
    sentAt: probe.sentAt,
    error: probe.error,
    seen,
    arrived: (seen.at(-1)?.atMicros ?? null) !== null,
  };
}
