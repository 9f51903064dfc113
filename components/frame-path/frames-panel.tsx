"use client";

import { useState } from "react";
import type { FramePath } from "@/server/domain/frame-path";
import type { PathView, SeenFrameView } from "@/server/services/path/view";
import { Panel } from "../ui/panel";
import { FrameInspector } from "./frame-inspector";
import { FrameList } from "./frame-list";

interface FramesPanelProps {
  readonly paths: PathView;
  readonly path: FramePath;
  readonly frames: readonly SeenFrameView[];
  /** Shows only frames seen on this leg; all when null. */
  readonly leg: string | null;
}

/** The frames last seen, and the chosen one taken apart. A chosen frame stays when newer ones come. */
export function FramesPanel({ paths, path, frames, leg }: FramesPanelProps) {
  const [chosen, setChosen] = useState<SeenFrameView | null>(null);
  const points = new Map(path.legs.flatMap((each) => each.points.map((point) => [point.id, point] as const)));
  const listed = leg === null ? frames : frames.filter((frame) => frame.legId === leg);
  const legName = path.legs.find((each) => each.id === leg)?.name ?? null;
  const end = path.direction === "to_resource" ? paths.resource.name : paths.rack.name;
  return (
    <Panel title="Frames last seen" note={legName === null ? `to ${end}` : `on ${legName}`}>
      {listed.length === 0 ? (
        <p className="p-3 text-ink-2">
          No frame in the last minute. The agents capture while this page is open: send a frame, or let{" "}
          {paths.rack.name} and {paths.resource.name} talk to each other.
        </p>
      ) : (
        <FrameList frames={listed} points={points} selectedId={chosen?.id ?? null} onSelect={setChosen} />
      )}
      {chosen ? <FrameInspector key={chosen.id} frame={chosen} point={points.get(chosen.pointId)} /> : null}
    </Panel>
  );
}
