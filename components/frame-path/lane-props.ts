import type { FramePath, Leg } from "@/server/domain/frame-path";
import type { StackTag } from "@/server/domain/tag-stack";
import type { LaneLayout } from "./layout";
import type { Playback, PlayedLeg } from "./playback";
import type { LegReading } from "./reading";

/** A datacenter as its panel names it. */
export interface Place {
  readonly code: string;
  readonly name: string;
  readonly place: string;
}

/** What both forms of the lane draw. */
export interface LaneProps {
  readonly path: FramePath;
  readonly layout: LaneLayout;
  readonly places: readonly Place[];
  readonly readings: readonly LegReading[];
  /** Whether the kernels are asked: an order before it is placed has no figures. */
  readonly counted: boolean;
  /** The newest frame seen on each leg. */
  readonly newest: ReadonlyMap<string, string>;
  readonly playback: Playback | null;
  /** Legs over which the sent frame is shown to have come by now. */
  readonly step: number;
  /** The sent frame is on its way before our eyes, not a memory. */
  readonly travelling: boolean;
  readonly selectedLeg: string | null;
  /** Null where there are no frames to choose among. */
  readonly onSelectLeg: ((legId: string | null) => void) | null;
  /** Sentences that stand at a leg, such as the loss on a line. */
  readonly notes: ReadonlyMap<string, string>;
}

/** The reading of a leg; nothing known when there is none. */
export function readingOf(readings: readonly LegReading[], leg: Leg): LegReading {
  return readings.find((reading) => reading.legId === leg.id) ?? { legId: leg.id, status: "unknown", points: [] };
}

/** How the sent frame did on that leg. */
export function playedOf(playback: Playback | null, leg: Leg): PlayedLeg | null {
  return playback?.legs.find((played) => played.legId === leg.id) ?? null;
}

/** Tags on a leg that the leg before does not carry. */
export function pushedOn(path: FramePath, index: number): readonly StackTag[] {
  const before = path.legs[index - 1];
  const here = path.legs[index];
  if (before === undefined || here === undefined) return [];
  return here.stack.filter((tag) => !before.stack.some((other) => other.kind === tag.kind));
}

/** "DC1 · Datacenter 104, Denver", or the code alone while the list is not there yet. */
export function placeText(places: readonly Place[], code: string): string {
  const place = places.find((candidate) => candidate.code === code);
  return place === undefined ? code : `${code} · ${place.name}, ${place.place}`;
}

/** Tags on a leg that a link put there, outermost first: tag 4 if any, then tag 3. */
export function linkTags(leg: Leg): readonly StackTag[] {
  return leg.stack.filter((tag) => tag.kind === "long-haul" || tag.kind === "datacenter");
}

/** Whether a leg leaves the client no more than the whole way does, and that is less than Ethernet allows. */
export function limitsWay(path: FramePath, leg: Leg): boolean {
  return path.limit !== null && leg.room === path.mtu;
}
