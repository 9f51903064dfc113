"use client";

import { type KeyboardEvent, useState } from "react";
import type { ObservationPoint } from "@/server/domain/frame-path";
import type { SeenFrameView } from "@/server/services/path/view";
import { Stack } from "../tag/stack";
import { classNames } from "../ui/class-names";
import { clockText } from "../ui/duration";
import { pointText } from "./sentences";

interface FrameListProps {
  /** Newest last. */
  readonly frames: readonly SeenFrameView[];
  readonly points: ReadonlyMap<string, ObservationPoint>;
  readonly selectedId: string | null;
  readonly onSelect: (frame: SeenFrameView) => void;
}

/** The frames last seen, newest first. It holds still while the pointer or the focus is in it. */
export function FrameList({ frames, points, selectedId, onSelect }: FrameListProps) {
  const [held, setHeld] = useState<readonly SeenFrameView[] | null>(null);
  const shown = (held ?? frames).toReversed();
  const newer = held === null ? 0 : frames.filter((frame) => !held.some((other) => other.id === frame.id)).length;
  const hold = () => setHeld((before) => before ?? frames);
  const release = () => setHeld(null);
  return (
    <div className="min-w-0">
      <p className="px-3 pt-2 text-xs text-ink-3" aria-live="off">
        {held === null
          ? "Newest first. It holds still while you are in it; arrow keys move."
          : `Held while you are in it; ${newer} newer.`}
      </p>
      <ul
        className="max-h-72 overflow-y-auto p-1"
        onKeyDown={moveFocus}
        onPointerEnter={hold}
        onPointerLeave={release}
        onFocus={hold}
        onBlur={release}
      >
        {shown.map((frame) => (
          <li key={frame.id}>
            <FrameRow
              frame={frame}
              point={points.get(frame.pointId)}
              chosen={frame.id === selectedId}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FrameRowProps {
  readonly frame: SeenFrameView;
  readonly point: ObservationPoint | undefined;
  readonly chosen: boolean;
  readonly onSelect: (frame: SeenFrameView) => void;
}

function FrameRow({ frame, point, chosen, onSelect }: FrameRowProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={() => onSelect(frame)}
      className={classNames(
        "grid w-full grid-cols-[9rem_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5 rounded-sm px-2 py-1 text-left text-table hover:bg-hover lg:grid-cols-[9rem_8.5rem_minmax(0,1fr)]",
        chosen && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      <span className="number text-ink-2">{clockText(frame.atMicros)}</span>
      <span className="truncate text-ink-2">{point ? pointText(point) : frame.pointId}</span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 max-lg:col-span-2">
        <Stack tags={frame.stack} plain />
        <span className="min-w-0 break-words">{frame.summary}</span>
        <span className="number text-ink-3">{frame.length} octets</span>
      </span>
    </button>
  );
}

/** Up and down move through the list, as in any list of mail. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button.matches(":focus"));
  const next = buttons[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
