"use client";

import { useState } from "react";
import type { FramePath } from "@/server/domain/frame-path";
import type { PathLiveView, PathView, SeenFrameView } from "@/server/services/path/view";
import { Banner } from "../ui/banner";
import { Choice } from "../ui/choice";
import { Disclosure } from "../ui/disclosure";
import { ageText } from "../ui/duration";
import { useNow } from "../ui/now";
import { Panel } from "../ui/panel";
import { useWidth } from "../ui/use-width";
import { Differences } from "./differences";
import { FrameInspector } from "./frame-inspector";
import { FrameList } from "./frame-list";
import { Lane } from "./lane";
import type { Place } from "./lane-props";
import { layOut } from "./layout";
import { playBack } from "./playback";
import { ProbeLine } from "./probe-line";
import { FRESH_MS, readPath } from "./reading";
import { SendFrame } from "./send-frame";
import { sentencesOf } from "./sentences";
import { StackedLane } from "./stacked-lane";
import { useLineNotes } from "./use-line-notes";
import { useSteps } from "./use-steps";

/** A live view and when it came in, by this browser's clock. */
export interface HeldLive {
  readonly view: PathLiveView;
  readonly receivedAt: number;
}

interface FramePathPictureProps {
  readonly paths: PathView;
  readonly live: HeldLive | null;
  readonly places: readonly Place[];
  /** Frames sent before the page was opened are not played again. */
  readonly openedAt: number;
  readonly send: {
    readonly pending: boolean;
    readonly unable: string | null;
    readonly error: string | null;
    readonly run: (payload: string) => void;
  };
}

/** Width before the first measurement: a laptop's. */
const ASSUMED_WIDTH = 1_150;

/** The picture by which people remember the product: where the frames of one extension go, and what they are there. */
export function FramePathPicture({ paths, live, places, openedAt, send }: FramePathPictureProps) {
  const [direction, setDirection] = useState<FramePath["direction"]>("to_resource");
  const [leg, setLeg] = useState<string | null>(null);
  const [frame, setFrame] = useState<SeenFrameView | null>(null);
  const [ref, width] = useWidth<HTMLDivElement>(ASSUMED_WIDTH);
  const now = useNow();
  const path = direction === "to_resource" ? paths.toResource : paths.toRack;
  const view = live?.view ?? null;
  const heldMs = live === null || now === null ? 0 : Math.max(0, now - live.receivedAt);
  const readings = readPath(path, view, heldMs);
  const own = (view?.frames ?? []).filter((seen) => seen.direction === direction);
  const probe = view?.probes.at(-1) ?? null;
  const playback = probe === null || direction === "to_rack" ? null : playBack(path, probe);
  const remembered = probe !== null && probe.sentAt < openedAt;
  const step = useSteps(probe?.id ?? null, playback?.reached ?? 0, remembered);
  const notes = useLineNotes(path, view);
  const points = new Map(path.legs.flatMap((each) => each.points.map((point) => [point.id, point] as const)));
  const layout = layOut(path, width);
  const listed = leg === null ? own : own.filter((seen) => seen.legId === leg);
  const Drawing = layout.mode === "lane" ? Lane : StackedLane;
  const legName = path.legs.find((each) => each.id === leg)?.name ?? null;

  const turn = (next: FramePath["direction"]) => {
    setDirection(next);
    setLeg(null);
  };

  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Differences sentences={view?.differences ?? []} />
      <Panel
        title="Frame path"
        note={<Age live={live} heldMs={heldMs} />}
        actions={
          <Choice
            label="Direction"
            value={direction}
            onChange={turn}
            options={[
              { value: "to_resource", label: `To ${paths.resource.name}` },
              { value: "to_rack", label: `To ${paths.rack.name}` },
            ]}
          />
        }
      >
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-3 pt-3">
          <SendFrame
            rackName={paths.rack.name}
            pending={send.pending}
            unable={send.unable}
            error={send.error}
            onSend={send.run}
          />
          <p role="status" className="min-h-8 self-center text-table">
            {playback ? <ProbeLine playback={playback} step={step} now={now} /> : null}
          </p>
        </div>
        <div className="overflow-x-auto p-3">
          <div ref={ref} data-testid="frame-path" className="min-w-0">
            <Drawing
              path={path}
              layout={layout}
              places={places}
              readings={readings}
              counted
              newest={newestOf(own)}
              playback={playback}
              step={step}
              travelling={playback !== null && !remembered && step > 0}
              selectedLeg={leg}
              onSelectLeg={setLeg}
              notes={notes}
            />
          </div>
        </div>
        <div className="flex flex-wrap items-start gap-x-8 gap-y-2 border-t border-line px-3 py-2 text-xs text-ink-3">
          <Legend mtu={path.mtu} />
        </div>
        <div className="border-t border-line px-3 py-2">
          <Disclosure summary="As text">
            <ol className="list-decimal space-y-1 pl-6 text-table">
              {sentencesOf(path, readings).map((sentence) => (
                <li key={sentence.slice(0, 40)}>{sentence}</li>
              ))}
            </ol>
          </Disclosure>
        </div>
      </Panel>
      <Panel
        title="Frames last seen"
        note={
          legName === null ? `${direction === "to_resource" ? "to" : "from"} ${paths.resource.name}` : `on ${legName}`
        }
      >
        {listed.length === 0 ? (
          <p className="p-3 text-ink-2">
            No frame in the last minute. The agents capture while this page is open: send a frame, or let{" "}
            {paths.rack.name} talk to {paths.resource.name}.
          </p>
        ) : (
          <FrameList frames={listed} points={points} selectedId={frame?.id ?? null} onSelect={setFrame} />
        )}
        {frame ? <FrameInspector key={frame.id} frame={frame} point={points.get(frame.pointId)} /> : null}
      </Panel>
    </div>
  );
}

function newestOf(frames: readonly SeenFrameView[]): ReadonlyMap<string, string> {
  return new Map(frames.map((frame) => [frame.legId, frame.id]));
}

function Age({ live, heldMs }: { live: HeldLive | null; heldMs: number }) {
  if (live === null) return <span>waiting for the first reading</span>;
  if (heldMs <= FRESH_MS) return <span>live, each second</span>;
  return (
    <Banner look="warn">
      Stale for {ageText(heldMs)}: figures below are the last that came. The browser reconnects by itself.
    </Banner>
  );
}

function Legend({ mtu }: { mtu: number }) {
  return (
    <>
      <span className="flex items-center gap-2">
        <span aria-hidden="true" className="w-6 border-t-2 border-solid border-ink" /> observed by the kernels
      </span>
      <span className="flex items-center gap-2">
        <span aria-hidden="true" className="w-6 border-t-2 border-dashed border-line-strong" /> predicted from the map
      </span>
      <span>Strips to scale, in octets. Payload for the client: {mtu} octets on the whole way.</span>
    </>
  );
}
