"use client";

import type { FramePath } from "@/server/domain/frame-path";
import { Disclosure } from "../ui/disclosure";
import { useWidth } from "../ui/use-width";
import { Lane } from "./lane";
import type { LaneProps, Place } from "./lane-props";
import { layOut } from "./layout";
import { readPath } from "./reading";
import { sentencesOf } from "./sentences";
import { StackedLane } from "./stacked-lane";

const ASSUMED_WIDTH = 1_150;
const NOTHING: Pick<LaneProps, "counted" | "newest" | "notes" | "playback" | "step" | "travelling" | "selectedLeg"> = {
  counted: false,
  newest: new Map(),
  notes: new Map(),
  playback: null,
  step: 0,
  travelling: false,
  selectedLeg: null,
};

/** A path that nothing has been seen of yet: of an order before it is placed. */
export function PredictedPath({ path, places }: { path: FramePath; places: readonly Place[] }) {
  const [ref, width] = useWidth<HTMLDivElement>(ASSUMED_WIDTH);
  const layout = layOut(path, width);
  const readings = readPath(path, null, 0);
  const Drawing = layout.mode === "lane" ? Lane : StackedLane;
  return (
    <div className="flex min-w-0 flex-col gap-3 p-3">
      <div className="overflow-x-auto">
        <div ref={ref} className="min-w-0">
          <Drawing path={path} layout={layout} places={places} readings={readings} onSelectLeg={null} {...NOTHING} />
        </div>
      </div>
      <Disclosure summary="As text">
        <ol className="list-decimal space-y-1 pl-6 text-table">
          {sentencesOf(path, readings).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}
