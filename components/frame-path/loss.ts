import type { FramePath, Leg } from "@/server/domain/frame-path";
import type { PathLiveView } from "@/server/services/path/view";

/** Frames that went onto a line and frames that came off it, since the page began to look. */
export interface LineCount {
  readonly lineId: string;
  readonly sent: number;
  readonly arrived: number;
  /** The last few differences of sent and arrived; what stays in all of them is lost, the rest was under way. */
  readonly recent: readonly number[];
  readonly base: { readonly out: number; readonly in: number };
}

/** The two switches report within a second of each other: what is missing in three views is not under way any more. */
const VIEWS_UNTIL_LOST = 3;

/** Goes on counting with a new live view; begins again when a counter has begun again. */
export function countLine(leg: Leg, live: PathLiveView, before: LineCount | null): LineCount | null {
  const [out, into] = leg.points.map((point) => live.points.find((figure) => figure.id === point.id)?.frames ?? null);
  if (out === null || out === undefined || into === null || into === undefined) return before;
  const restarted = before !== null && (out < before.base.out + before.sent || into < before.base.in + before.arrived);
  if (before === null || restarted) {
    return { lineId: leg.id, sent: 0, arrived: 0, recent: [], base: { out, in: into } };
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

/** The lines of a path. */
export function linesOf(path: FramePath): readonly Leg[] {
  return path.legs.filter((leg) => leg.kind === "line");
}
