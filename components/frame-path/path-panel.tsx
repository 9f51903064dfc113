"use client";

import type { ReactNode } from "react";
import type { FramePath } from "@/server/domain/frame-path";
import type { PathView, SeenFrameView } from "@/server/services/path/view";
import { Banner } from "../ui/banner";
import { Choice } from "../ui/choice";
import { Disclosure } from "../ui/disclosure";
import { ageText } from "../ui/duration";
import { useNow } from "../ui/now";
import { Panel } from "../ui/panel";
import { useWidth } from "../ui/use-width";
import { Lane } from "./lane";
import type { Place } from "./lane-props";
import { layOut } from "./layout";
import { playBack } from "./playback";
import { ProbeLine } from "./probe-line";
import { FRESH_MS, type HeldLive, type LegReading, readPath } from "./reading";
import { sentencesOf } from "./sentences";
import { StackedLane } from "./stacked-lane";
import { useLineNotes } from "./use-line-notes";
import { useSteps } from "./use-steps";

/** Width before the first measurement: a laptop's. */
const ASSUMED_WIDTH = 1_150;

interface PathPanelProps {
  readonly paths: PathView;
  readonly path: FramePath;
  readonly live: HeldLive | null;
  readonly places: readonly Place[];
  /** Frames sent before the page was opened are not played again. */
  readonly openedAt: number;
  /** Whether the computed MTU was proved. */
  readonly proof: ReactNode;
  /** Those that were seen in this direction, newest last. */
  readonly frames: readonly SeenFrameView[];
  readonly onTurn: (direction: FramePath["direction"]) => void;
  readonly leg: string | null;
  readonly onSelectLeg: (legId: string | null) => void;
  readonly send: ReactNode;
}

/** The lane with what drives it: direction, sending, figures, and the same as text. */
export function PathPanel(props: PathPanelProps) {
  const { paths, path, live, places, openedAt, proof, frames, onTurn, leg, onSelectLeg, send } = props;
  const [ref, width] = useWidth<HTMLDivElement>(ASSUMED_WIDTH);
  const now = useNow();
  const view = live?.view ?? null;
  const heldMs = live === null || now === null ? 0 : Math.max(0, now - live.receivedAt);
  const readings = readPath(path, view, heldMs);
  const probe = path.direction === "to_rack" ? null : (view?.probes.at(-1) ?? null);
  const playback = probe === null ? null : playBack(path, probe);
  const remembered = probe !== null && probe.sentAt < openedAt;
  const step = useSteps(probe?.id ?? null, playback?.reached ?? 0, remembered);
  const notes = useLineNotes(path, view);
  const layout = layOut(path, width);
  const Drawing = layout.mode === "lane" ? Lane : StackedLane;
  return (
    <Panel
      title="Frame path"
      note={<Age live={live} heldMs={heldMs} />}
      actions={<Direction paths={paths} value={path.direction} onTurn={onTurn} />}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-3 pt-3">
        {send}
        <p role="status" className="min-h-8 self-center text-table">
          {playback ? <ProbeLine playback={playback} step={step} now={now} /> : null}
        </p>
      </div>
      {view?.way ? <p className="px-3 pt-2 text-table text-ink-2">{view.way}</p> : null}
      <div className="overflow-x-auto p-3">
        <div ref={ref} data-testid="frame-path" className="min-w-0">
          <Drawing
            path={path}
            layout={layout}
            places={places}
            readings={readings}
            counted
            newest={newestOf(frames)}
            playback={playback}
            step={step}
            travelling={playback !== null && !remembered && step > 0}
            selectedLeg={leg}
            onSelectLeg={onSelectLeg}
            notes={notes}
          />
        </div>
      </div>
      <Legend path={path} proof={proof} />
      <AsText path={path} readings={readings} />
    </Panel>
  );
}

function Direction({
  paths,
  value,
  onTurn,
}: {
  paths: PathView;
  value: FramePath["direction"];
  onTurn: PathPanelProps["onTurn"];
}) {
  return (
    <Choice
      label="Direction"
      value={value}
      onChange={onTurn}
      options={[
        { value: "to_resource", label: `To ${paths.resource.name}` },
        { value: "to_rack", label: `To ${paths.rack.name}` },
      ]}
    />
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

function Legend({ path, proof }: { path: FramePath; proof: ReactNode }) {
  const limit = path.legs.find((leg) => leg.id === path.limit);
  return (
    <div className="flex flex-wrap items-start gap-x-8 gap-y-2 border-t border-line px-3 py-2 text-xs text-ink-3">
      <span className="flex items-center gap-2">
        <span aria-hidden="true" className="w-6 border-t-2 border-solid border-ink" /> observed by the kernels
      </span>
      <span className="flex items-center gap-2">
        <span aria-hidden="true" className="w-6 border-t-2 border-dashed border-line-strong" /> predicted from the map
      </span>
      <span>
        Strips to scale, in octets. Payload for the client: {path.mtu} octets on the whole way
        {limit ? `, by the limit of ${limit.name}` : ""}.
      </span>
      {proof}
    </div>
  );
}

function AsText({ path, readings }: { path: FramePath; readings: readonly LegReading[] }) {
  return (
    <div className="border-t border-line px-3 py-2">
      <Disclosure summary="As text">
        <ol className="list-decimal space-y-1 pl-6 text-table">
          {sentencesOf(path, readings).map((sentence) => (
            <li key={sentence.slice(0, 60)}>{sentence}</li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}
