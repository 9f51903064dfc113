import type { FramePath, Hop, Leg } from "@/server/domain/frame-path";
import { type Block, headerOctets, stripOf } from "./strip";

/** Where everything of a frame path stands; lengths in CSS pixels. Pure, so that it can be tested without a browser. */
export interface LaneLayout {
  /** Side by side, or one under the other when the octets would not be readable side by side. */
  readonly mode: "lane" | "stacked";
  /** Pixels of one octet, the same for each strip. */
  readonly scale: number;
  readonly width: number;
  readonly legs: readonly LegLayout[];
  readonly panels: readonly PanelLayout[];
}

export interface LegLayout {
  readonly leg: Leg;
  readonly blocks: readonly Block[];
  /** Left edge and width of the column that holds its strip. */
  readonly x: number;
  readonly width: number;
  /** Where its wire begins and ends: edges of devices, not of columns. */
  readonly wireFrom: number;
  readonly wireTo: number;
}

export interface PanelLayout {
  readonly datacenter: string;
  readonly x: number;
  readonly width: number;
}

export const GAP = 20;
export const PANEL_PADDING = 12;
export const PANEL_GAP = 10;
/** Width of a rack or resource, drawn at the outer end of its cable. */
export const MACHINE_WIDTH = 84;

const MIN_SCALE = 4.8;
const MAX_SCALE = 8;
const MIN_COLUMN: Record<Leg["kind"], number> = { cable: MACHINE_WIDTH + 56, inside: 148, line: 176 };
const SHORT_PAYLOAD = 8;
const LONG_PAYLOAD = 46;
const STACKED_PAYLOAD = 6;
/** Room left of the strips for the wire, and the strip's own border. */
const STACKED_INDENT = 28;

/** Lays a path out in `width` pixels: to scale over all legs, as large as fits between readable and clumsy. */
export function layOut(path: FramePath, width: number): LaneLayout {
  const scale = fittingScale(path, width);
  if (scale < MIN_SCALE) return stacked(path, width);
  const capped = Math.min(scale, MAX_SCALE);
  return place(path, capped, payloadThatFills(path, capped, width));
}

/** The largest scale at which the columns fill exactly `width`; may be below what can be read. */
function fittingScale(path: FramePath, width: number): number {
  let low = 0;
  let high = 40;
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    if (place(path, middle, SHORT_PAYLOAD).width <= width) low = middle;
    else high = middle;
  }
  return low;
}

/** When the scale is at its largest, the room that is left shows more of the payload. */
function payloadThatFills(path: FramePath, scale: number, width: number): number {
  let payload = SHORT_PAYLOAD;
  while (payload < LONG_PAYLOAD && place(path, scale, payload + 1).width <= width) payload += 1;
  return payload;
}

function place(path: FramePath, scale: number, payload: number): LaneLayout {
  const legs: LegLayout[] = [];
  const panels: PanelLayout[] = [];
  let x = 0;
  path.legs.forEach((leg, index) => {
    const previous = path.legs[index - 1];
    const home = datacenterOf(path, leg);
    if (previous === undefined || home !== datacenterOf(path, previous)) {
      if (previous !== undefined) x += PANEL_GAP;
      if (home !== null) panels.push({ datacenter: home, x, width: 0 });
      if (home !== null) x += PANEL_PADDING;
    } else x += GAP;
    const blocks = stripOf(leg.stack, payload);
    const strip = (headerOctets(leg.stack) + payload) * scale;
    const width = Math.max(MIN_COLUMN[leg.kind], strip);
    legs.push({ leg, blocks, x, width, wireFrom: x, wireTo: x + width });
    x += width;
    const next = path.legs[index + 1];
    if (home !== null && (next === undefined || datacenterOf(path, next) !== home)) {
      x += PANEL_PADDING;
      closePanel(panels, x);
    }
  });
  return { mode: "lane", scale, width: x, legs: withWires(legs), panels };
}

function closePanel(panels: PanelLayout[], end: number): void {
  const last = panels.pop();
  if (last !== undefined) panels.push({ ...last, width: end - last.x });
}

/** A cable runs from its machine to the switch, a line from switch to switch; a switch is as wide as its column. */
function withWires(legs: readonly LegLayout[]): readonly LegLayout[] {
  return legs.map((leg, index) => {
    if (leg.leg.kind === "inside") return leg;
    const before = legs[index - 1];
    const after = legs[index + 1];
    const wireFrom = before === undefined ? leg.x + MACHINE_WIDTH : before.x + before.width;
    const wireTo = after === undefined ? leg.x + leg.width - MACHINE_WIDTH : after.x;
    return { ...leg, wireFrom, wireTo };
  });
}

function stacked(path: FramePath, width: number): LaneLayout {
  const widest = Math.max(...path.legs.map((leg) => headerOctets(leg.stack))) + STACKED_PAYLOAD;
  const scale = Math.min(MAX_SCALE, (width - STACKED_INDENT) / widest);
  const legs = path.legs.map((leg) => {
    const blocks = stripOf(leg.stack, STACKED_PAYLOAD);
    const strip = (headerOctets(leg.stack) + STACKED_PAYLOAD) * scale;
    return { leg, blocks, x: 0, width: strip, wireFrom: 0, wireTo: strip };
  });
  return { mode: "stacked", scale, width, legs, panels: [] };
}

/** The datacenter that a leg lies in; null for a line between two. */
export function datacenterOf(path: FramePath, leg: Leg): string | null {
  if (leg.kind === "line") return null;
  return hopById(path, leg.from)?.datacenter ?? hopById(path, leg.to)?.datacenter ?? null;
}

/** The device with that id. */
export function hopById(path: FramePath, id: string): Hop | null {
  return path.hops.find((hop) => hop.id === id) ?? null;
}
