"use client";

import { type ReactNode, useState } from "react";
import type { FramePath } from "@/server/domain/frame-path";
import type { PathView } from "@/server/services/path/view";
import { Differences } from "./differences";
import { FramesPanel } from "./frames-panel";
import type { Place } from "./lane-props";
import { PathPanel } from "./path-panel";
import type { HeldLive } from "./reading";
import { SendFrame } from "./send-frame";

interface FramePathPictureProps {
  readonly paths: PathView;
  readonly live: HeldLive | null;
  readonly places: readonly Place[];
  /** When the page was opened, in ms since 1970. */
  readonly openedAt: number;
  /** Whether the computed MTU was proved. */
  readonly proof: ReactNode;
  readonly send: {
    readonly pending: boolean;
    readonly unable: string | null;
    readonly error: string | null;
    readonly run: (payload: string) => void;
  };
}

/** The picture by which people remember the product: where the frames of one extension go, and what they are there. */
export function FramePathPicture({ paths, live, places, openedAt, proof, send }: FramePathPictureProps) {
  const [direction, setDirection] = useState<FramePath["direction"]>("to_resource");
  const [leg, setLeg] = useState<string | null>(null);
  const { toResource, toRack } = live?.view.predicted ?? paths;
  const path = direction === "to_resource" ? toResource : toRack;
  const frames = (live?.view.frames ?? []).filter((seen) => seen.direction === direction);
  const turn = (next: FramePath["direction"]) => {
    setDirection(next);
    setLeg(null);
  };
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Differences sentences={live?.view.differences ?? []} />
      <PathPanel
        paths={paths}
        path={path}
        live={live}
        places={places}
        openedAt={openedAt}
        proof={proof}
        frames={frames}
        onTurn={turn}
        leg={leg}
        onSelectLeg={setLeg}
        send={
          <SendFrame
            rackName={paths.rack.name}
            pending={send.pending}
            unable={send.unable}
            error={send.error}
            onSend={send.run}
          />
        }
      />
      <FramesPanel key={direction} paths={paths} path={path} frames={frames} leg={leg} />
    </div>
  );
}
