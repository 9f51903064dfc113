import { formatText, type StackTag, stackText, tagText } from "../../domain/tag-stack";
import { type PlacedPoint, type Reports, stackAsPredicted } from "./observed";
import type { ProbeView, SeenFrameView } from "./view";

export interface Observation {
  readonly placed: readonly PlacedPoint[];
  readonly frames: readonly SeenFrameView[];
  readonly probes: readonly ProbeView[];
  readonly reports: Reports;
  readonly now: number;
}

/** A report older than this no longer speaks of now, in ms: three missed reports. */
const SILENT_MS = 3_000;
/** A frame other than predicted is spoken of for so long, in ms. */
const FOREIGN_FOR_MS = 15_000;
/** A probe has this long to arrive before its absence means something, in ms. */
const PROBE_PATIENCE_MS = 2_500;

/** Where what the kernels saw differs from what the walk predicts, as sentences for people; empty when they agree. */
export function differences(seen: Observation): string[] {
  return [
    ...silentSwitches(seen),
    ...entriesNotInKernel(seen),
    ...problems(seen),
    ...foreignStacks(seen),
    ...lostProbes(seen),
  ];
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
  const counted = placed.flatMap(({ point: { switchCode, entryKey } }) => {
    return entryKey === null ? [] : [{ switchCode, key: entryKey }];
  });
  const entries = new Map(counted.map((entry) => [`${entry.switchCode} ${entry.key}`, entry]));
  return [...entries.values()].flatMap(({ switchCode, key }) => {
    const report = reports.get(switchCode)?.report;
    if (report === undefined) return [];
    const entry = report.entries.find((one) => one.key === key);
    if (entry === undefined) return [`Switch ${switchCode} does not know map entry ${key} yet.`];
    if (entry.state === "present") return [];
    return [`Switch ${switchCode}: map entry ${key} is ${entry.state} in the kernel: ${entry.detail}.`];
  });
}

/** Parts that a switch on the path cannot hold, by its own words. */
function problems({ placed, reports }: Observation): string[] {
  const sentences = placed.flatMap(({ leg, point: { switchCode, port, entryKey } }) => {
    const tag = leg.stack.find(({ kind }) => kind === "datacenter")?.value;
    const mine = [`port ${port}`, `link ${port}`, `entry ${entryKey}`, `transit ${port}/${tag}`];
    const told = reports.get(switchCode)?.report.problems ?? [];
    return told.flatMap(({ object, detail }) =>
      mine.includes(object) ? [`Switch ${switchCode}, ${object}: ${detail}`] : [],
    );
  });
  return [...new Set(sentences)];
}

/** Only what was seen lately: a way or an encapsulation may just have been changed. */
function foreignStacks({ placed, frames, now }: Observation): string[] {
  const legs = new Map(placed.map(({ leg, direction }) => [`${direction} ${leg.id}`, leg]));
  const sentences = frames.flatMap((frame) => {
    const leg = legs.get(`${frame.direction} ${frame.legId}`);
    const isOld = now - frame.atMicros / 1000 > FOREIGN_FOR_MS;
    if (leg === undefined || isOld || stackAsPredicted(leg, frame.stack)) return [];
    return [
      `On ${leg.name} a frame carried ${unlike(frame.stack, leg.stack)}, predicted ${unlike(leg.stack, frame.stack)}.`,
    ];
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

/** A stack as it is said beside another: with the forms of its tags where the numbers alone are the same. */
function unlike(stack: readonly StackTag[], other: readonly StackTag[]): string {
  if (stackText(stack) !== stackText(other)) return stackText(stack);
  return stack.map((tag) => `${tagText(tag)} as ${formatText(tag.format)}`).join(" · ");
}
