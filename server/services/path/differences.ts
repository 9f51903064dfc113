import { stackText } from "../../domain/tag-stack";
import { type PlacedPoint, type Reports, stackAsPredicted } from "./observed";
import type { PointView, ProbeView, SeenFrameView } from "./view";

export interface Observation {
  readonly placed: readonly PlacedPoint[];
  readonly points: readonly PointView[];
  readonly frames: readonly SeenFrameView[];
  readonly probes: readonly ProbeView[];
  readonly reports: Reports;
  readonly now: number;
}

/** A report older than this no longer speaks of now, in ms: three missed reports. */
const SILENT_MS = 3_000;
/** A probe has this long to arrive before its absence means something, in ms. */
const PROBE_PATIENCE_MS = 2_500;

/** Where what the kernels saw differs from what the walk predicts, as sentences for people; empty when they agree. */
export function differences(seen: Observation): string[] {
  return [...silentSwitches(seen), ...entriesNotInKernel(seen), ...foreignStacks(seen), ...lostProbes(seen)];
}

function silentSwitches({ reports, now }: Observation): string[] {
  return [...reports].flatMap(([code, last]) => {
    if (last === null)
      return [`The agent of switch ${code} has not reported since the portal started: nothing is known there.`];
    if (now - last.at <= SILENT_MS) return [];
    return [
      `The agent of switch ${code} has been silent for ${Math.round((now - last.at) / 1000)} s: its figures are old.`,
    ];
  });
}

function entriesNotInKernel({ placed, reports }: Observation): string[] {
  const keys = new Map(placed.map(({ point }) => [`${point.switchCode} ${point.entryKey}`, point]));
  return [...keys.values()].flatMap((point) => {
    const report = reports.get(point.switchCode)?.report;
    if (report === undefined) return [];
    const entry = report.entries.find((one) => one.key === point.entryKey);
    if (entry === undefined) return [`Switch ${point.switchCode} does not know map entry ${point.entryKey} yet.`];
    if (entry.state === "present") return [];
    return [
      `Switch ${point.switchCode}: map entry ${point.entryKey} is ${entry.state} in the kernel: ${entry.detail}.`,
    ];
  });
}

function foreignStacks({ placed, frames }: Observation): string[] {
  const legs = new Map(placed.map(({ leg, direction }) => [`${direction} ${leg.id}`, leg]));
  const sentences = frames.flatMap((frame) => {
    const leg = legs.get(`${frame.direction} ${frame.legId}`);
    if (leg === undefined || stackAsPredicted(leg, frame.stack)) return [];
    return [`On ${leg.name} a frame carried ${stackText(frame.stack)}, predicted ${stackText(leg.stack)}.`];
  });
  return [...new Set(sentences)];
}

function lostProbes({ placed, probes, now }: Observation): string[] {
  const last = probes.at(-1);
  if (last === undefined || last.arrived || now - last.sentAt < PROBE_PATIENCE_MS) return [];
  if (last.error !== null) return [`Frame "${last.payload}" was not sent: ${last.error}`];
  const lastSeen = last.seen.findLast((point) => point.atMicros !== null);
  if (lastSeen === undefined) return [`Frame "${last.payload}" was sent and seen nowhere on the path.`];
  const leg = placed.find(({ point }) => point.id === lastSeen.pointId)?.leg;
  return [`Frame "${last.payload}" was last seen on ${leg?.name ?? lastSeen.pointId} and did not arrive.`];
}
