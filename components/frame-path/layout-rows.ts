import type { FramePath, Leg } from "@/server/domain/frame-path";
import { datacenterOf, hopById, isDirect } from "./hops";
import type { LegLayout, PanelLayout, ProviderLayout } from "./layout";
import { lineOctets, stripOf } from "./strip";

/** One row of the lane, from its left edge. */
export interface RowLayout {
  readonly width: number;
  readonly legs: readonly LegLayout[];
  readonly panels: readonly PanelLayout[];
  readonly providers: readonly ProviderLayout[];
  /** Ends of wire where the path goes on in the next row, or comes from the one before. */
  readonly stubs: readonly Stub[];
}

export interface Stub {
  /** The leg whose wire it is a piece of. */
  readonly legId: string;
  readonly from: number;
  readonly to: number;
  readonly side: "in" | "out";
}

export const GAP = 20;
export const PANEL_PADDING = 12;
export const PANEL_GAP = 10;
/** Width of a rack or resource, drawn at the outer end of its cable. */
export const MACHINE_WIDTH = 84;
/** Width of a provider's network. */
export const PROVIDER_WIDTH = 92;
/** Length of the end of a wire that goes on in another row. */
export const STUB = 22;

const MIN_COLUMN: Record<Leg["kind"], number> = {
  cable: MACHINE_WIDTH + 56,
  inside: 148,
  trunk: 104,
  line: 176,
  provider: 176,
};

/** Two machines and a wire that has room for its name. */
const MIN_DIRECT = 2 * MACHINE_WIDTH + 128;

interface Size {
  readonly scale: number;
  readonly payload: number;
}

/** Places the legs of each row, with what stands around them; an empty last row keeps room for the wire to it. */
export function placeRows(path: FramePath, rows: readonly (readonly Leg[])[], size: Size): readonly RowLayout[] {
  const held = rows.filter((row) => row.length > 0);
  return held.map((legs, index) => {
    const before = index === 0 ? null : (held[index - 1]?.at(-1) ?? null);
    return placeRow(path, legs, { size, before, goesOn: rows.indexOf(legs) < rows.length - 1 });
  });
}

interface RowFacts {
  readonly size: Size;
  /** The last leg of the row before. */
  readonly before: Leg | null;
  readonly goesOn: boolean;
}

function placeRow(path: FramePath, legs: readonly Leg[], { size, before, goesOn }: RowFacts): RowLayout {
  const row = { legs: [] as LegLayout[], panels: [] as PanelLayout[], providers: [] as ProviderLayout[] };
  let x = before === null ? 0 : STUB;
  legs.forEach((leg, index) => {
    const home = datacenterOf(path, leg);
    const last = legs[index - 1];
    const isSameHome = last !== undefined && home !== null && datacenterOf(path, last) === home;
    if (isSameHome) x += GAP;
    else x = openPanel(row.panels, home, last === undefined ? x : x + PANEL_GAP);
    const least = isDirect(path, leg) ? MIN_DIRECT : MIN_COLUMN[leg.kind];
    const width = Math.max(least, lineOctets(leg.stack, size.payload) * size.scale);
    row.legs.push({ leg, blocks: stripOf(leg.stack, size.payload), x, width, wireFrom: x, wireTo: x + width });
    x += width;
    const next = legs[index + 1];
    if (home !== null && (next === undefined || datacenterOf(path, next) !== home)) x = closePanel(row.panels, x);
    const hop = hopById(path, leg.to);
    if (hop?.kind === "provider") {
      row.providers.push({ hop, x: x + PANEL_GAP, width: PROVIDER_WIDTH });
      x += PANEL_GAP + PROVIDER_WIDTH;
    }
  });
  const placed = { ...row, legs: withWires(path, row) };
  return { ...placed, width: goesOn ? x + STUB : x, stubs: stubsOf(path, placed, { before, end: goesOn ? x : null }) };
}

function openPanel(panels: PanelLayout[], home: string | null, x: number): number {
  if (home === null) return x;
  panels.push({ datacenter: home, x, width: 0 });
  return x + PANEL_PADDING;
}

function closePanel(panels: PanelLayout[], end: number): number {
  const last = panels.pop();
  const right = end + PANEL_PADDING;
  if (last !== undefined) panels.push({ ...last, width: right - last.x });
  return right;
}

type Placed = Pick<RowLayout, "legs" | "panels" | "providers">;

/** A wire runs from device to device, over the gaps between columns; a switch is as wide as its column. */
function withWires(path: FramePath, { legs, providers }: Placed): readonly LegLayout[] {
  return legs.map((placed, index) => {
    const { leg, x, width } = placed;
    if (leg.kind === "inside") return placed;
    const [before, after] = [legs[index - 1], legs[index + 1]];
    const [from, to] = [
      providers.find(({ hop }) => hop.id === leg.from),
      providers.find(({ hop }) => hop.id === leg.to),
    ];
    const start = hopById(path, leg.from)?.kind === "machine" ? x + MACHINE_WIDTH : x;
    const end = hopById(path, leg.to)?.kind === "machine" ? x + width - MACHINE_WIDTH : x + width;
    const wireFrom = from !== undefined ? from.x + from.width : before === undefined ? start : before.x + before.width;
    return { ...placed, wireFrom, wireTo: to?.x ?? after?.x ?? end };
  });
}

/** Of two legs where a row breaks one is inside a switch, or both touch a provider: the stub belongs to the wire there. */
function stubsOf(
  path: FramePath,
  { legs }: Placed,
  { before, end }: { before: Leg | null; end: number | null },
): readonly Stub[] {
  const [first, last] = [legs[0], legs.at(-1)];
  const stubs: Stub[] = [];
  if (before !== null && first !== undefined) {
    const legId = first.leg.kind === "inside" ? before.id : first.leg.id;
    stubs.push({ legId, from: 0, to: first.x, side: "in" });
  }
  if (end !== null && last !== undefined) {
    const next = path.legs[path.legs.findIndex((leg) => leg.id === last.leg.id) + 1];
    const isLeft = last.leg.kind === "inside" || hopById(path, last.leg.to)?.kind === "provider";
    const legId = isLeft ? (next?.id ?? last.leg.id) : last.leg.id;
    const from = last.leg.kind === "inside" ? last.x + last.width : end;
    stubs.push({ legId, from, to: end + STUB, side: "out" });
  }
  return stubs;
}
