import type { FramePath, Leg, ProviderHop } from "@/server/domain/frame-path";
import { datacenterOf } from "./hops";
import { placeRows, type RowLayout } from "./layout-rows";
import { type Block, lineOctets, stripOf } from "./strip";

/** Where everything of a frame path stands; lengths in CSS pixels. Pure, so that it can be tested without a browser. */
export interface LaneLayout {
  /** Side by side, in as many rows as it takes, or one under the other when not even a datacenter fits side by side. */
  readonly mode: "lane" | "stacked";
  /** Pixels of one octet, the same for each strip. */
  readonly scale: number;
  readonly width: number;
  readonly legs: readonly LegLayout[];
  /** Empty when stacked. */
  readonly rows: readonly RowLayout[];
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

/** A provider's network, between the two legs of its link. */
export interface ProviderLayout {
  readonly hop: ProviderHop;
  readonly x: number;
  readonly width: number;
}

const MIN_SCALE = 4.8;
const MAX_SCALE = 8;
const SHORT_PAYLOAD = 8;
const LONG_PAYLOAD = 46;
const STACKED_PAYLOAD = 6;
/** Room left of the strips for the wire, and the strip's own border. */
const STACKED_INDENT = 28;

/** Lays a path out in `width` pixels: to scale over all legs, as large as fits between readable and clumsy. */
export function layOut(path: FramePath, width: number): LaneLayout {
  const rows = rowsThatFit(path, width);
  if (rows === null) return stacked(path, width);
  const scale = Math.min(MAX_SCALE, fittingScale(path, rows, width));
  return place(path, rows, { scale, payload: payloadThatFills(path, rows, { scale, width }) });
}

/** Legs of each row. */
type Rows = readonly (readonly Leg[])[];

/** As few rows as hold all legs at the smallest scale, broken only where the datacenter changes; null when one is too long. */
function rowsThatFit(path: FramePath, width: number): Rows | null {
  const rows: Leg[][] = [];
  const size = { scale: MIN_SCALE, payload: SHORT_PAYLOAD };
  for (const unit of unitsOf(path)) {
    const longer = [...(rows.at(-1) ?? []), ...unit];
    const before = rows.slice(0, -1);
    if (rows.length > 0 && place(path, [...before, longer, []], size).width <= width) rows.splice(-1, 1, longer);
    else rows.push([...unit]);
  }
  return place(path, rows, size).width <= width ? rows : null;
}

/** What stays together: the legs of one datacenter; each leg between two stands alone. */
function unitsOf(path: FramePath): Leg[][] {
  const units: Leg[][] = [];
  path.legs.forEach((leg, index) => {
    const before = path.legs[index - 1];
    const home = datacenterOf(path, leg);
    const stays = before !== undefined && home !== null && datacenterOf(path, before) === home;
    if (stays) units.at(-1)?.push(leg);
    else units.push([leg]);
  });
  return units;
}

/** The largest scale at which the widest row fills exactly `width`. */
function fittingScale(path: FramePath, rows: Rows, width: number): number {
  let low = MIN_SCALE;
  let high = 40;
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    if (place(path, rows, { scale: middle, payload: SHORT_PAYLOAD }).width <= width) low = middle;
    else high = middle;
  }
  return low;
}

/** When the scale is at its largest, the room that is left shows more of the payload. */
function payloadThatFills(path: FramePath, rows: Rows, { scale, width }: { scale: number; width: number }): number {
  let payload = SHORT_PAYLOAD;
  while (payload < LONG_PAYLOAD && place(path, rows, { scale, payload: payload + 1 }).width <= width) payload += 1;
  return payload;
}

function place(path: FramePath, legs: Rows, size: { scale: number; payload: number }): LaneLayout {
  const rows = placeRows(path, legs, size);
  const width = Math.max(0, ...rows.map((row) => row.width));
  return { mode: "lane", scale: size.scale, width, legs: rows.flatMap((row) => row.legs), rows };
}

function stacked(path: FramePath, width: number): LaneLayout {
  const widest = Math.max(...path.legs.map((leg) => lineOctets(leg.stack, STACKED_PAYLOAD)));
  const scale = Math.min(MAX_SCALE, (width - STACKED_INDENT) / widest);
  const legs = path.legs.map((leg) => {
    const strip = lineOctets(leg.stack, STACKED_PAYLOAD) * scale;
    return { leg, blocks: stripOf(leg.stack, STACKED_PAYLOAD), x: 0, width: strip, wireFrom: 0, wireTo: strip };
  });
  return { mode: "stacked", scale, width, legs, rows: [] };
}
