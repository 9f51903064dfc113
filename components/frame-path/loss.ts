import type { FramePath } from "@/server/domain/frame-path";
import type { PathLiveView } from "@/server/services/path/view";

/** What lies between two datacenters, from where frames are counted out to where they are counted in. */
export interface Line {
  /** The leg at which its loss is said: the first. */
  readonly legId: string;
  /** Observation points. */
  readonly out: string;
  readonly into: string;
}

/** Frames that went onto a line and frames that came off it, since the page began to look. */
export interface LineCount {
  readonly legId: string;
  readonly sent: number;
  readonly arrived: number;
  /** The last few differences of sent and arrived; what stays in all of them is lost, the rest was under way. */
  readonly recent: readonly number[];
  readonly base: { readonly out: number; readonly in: number };
}

/** The two switches report within a second of each other: what is missing in three views is not under way any more. */
const VIEWS_UNTIL_LOST = 3;

/** Goes on counting with a new live view; begins again when a counter has begun again. */
export function countLine(line: Line, live: PathLiveView, before: LineCount | null): LineCount | null {
  const framesAt = (id: string) => live.points.find((figure) => figure.id === id)?.frames ?? null;
  const [out, into] = [framesAt(line.out), framesAt(line.into)];
  if (out === null || into === null) return before;
  const restarted = before !== null && (out < before.base.out + before.sent || into < before.base.in + before.arrived);
  if (before === null || restarted) {
    return { legId: line.legId, sent: 0, arrived: 0, recent: [], base: { out, in: into } };
  }
  const sent = out - before.base.out;
  const arrived = into - before.base.in;
  return { ...before, sent, arrived, recent: [...before.recent, sent - arrived].slice(-VIEWS_UNTIL_LOST) };
}

/** Frames lost on the line since the page began to look; null until three views agree on it. */
export function lostFrames(count: LineCount): number | null {
  if (count.recent.length < VIEWS_UNTIL_LOST) return null;
  return Math.max(0, Math.min(...count.recent));
}

/** The lines of a path; several links with transit switches between them count as one. */
export function linesOf(path: FramePath): readonly Line[] {
  const counted = path.legs.flatMap((leg) => {
    return leg.points.flatMap((point) => (point.entryKey === null ? [] : [{ leg, point }]));
  });
  return counted.flatMap(({ leg, point }, index) => {
    const next = counted[index + 1];
    const isBetween = leg.kind === "line" || leg.kind === "provider";
    if (!isBetween || point.direction !== "out" || next?.point.direction !== "in") return [];
    return [{ legId: leg.id, out: point.id, into: next.point.id }];
  });
}
