import { Shape } from "../state/shape";
import { countText, framesText } from "../ui/duration";
import type { DropCell } from "./limit-rows";

/** What a limit dropped at one end. */
export function Drops({ cell }: { cell: DropCell }) {
  if (cell.kind === "no limit") return <span className="text-ink-3">no limit here</span>;
  return (
    <DropCount
      frames={cell.kind === "counted" ? cell.frames : null}
      dropped={cell.kind === "counted" ? cell.dropped : null}
    />
  );
}

/** Frames dropped of those met; null is not counted yet. */
export function DropCount({ frames, dropped }: { frames: number | null; dropped: number | null }) {
  if (dropped === null) return <NotCounted />;
  const met = frames === null ? undefined : `of ${framesText(frames)} that it met`;
  return (
    <span className="inline-flex items-center justify-end gap-1.5" title={met}>
      {dropped > 0 ? <Shape shape="degraded" /> : null}
      <span className="number">{countText(dropped)}</span>
      <span className="sr-only"> dropped</span>
    </span>
  );
}

/** Nobody has said: that is not zero. */
export function NotCounted() {
  return <span className="whitespace-nowrap text-ink-3">not counted yet</span>;
}
