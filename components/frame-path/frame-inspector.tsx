"use client";

import { useState } from "react";
import type { FrameField } from "@/server/domain/frame-field";
import type { ObservationPoint } from "@/server/domain/frame-path";
import type { SeenFrameView } from "@/server/services/path/view";
import { Copy } from "../ui/copy";
import { clockText } from "../ui/duration";
import { Bytes } from "./bytes";
import { Fields } from "./fields";
import { pointText } from "./sentences";

/** One frame: fields on the left, bytes on the right, each lighting the other. */
export function FrameInspector({ frame, point }: { frame: SeenFrameView; point: ObservationPoint | undefined }) {
  const [lit, setLit] = useState<FrameField | null>(null);
  const cut = frame.length - frame.hex.length / 2;
  return (
    <section aria-label="Selected frame" className="min-w-0 border-t border-line">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line px-3 py-2 text-table">
        <span className="font-medium">{frame.summary}</span>
        <span className="text-ink-2">{point ? pointText(point) : frame.pointId}</span>
        <Copy value={clockText(frame.atMicros)} className="text-ink-2" />
        <span className="text-ink-3">
          {frame.length} octets without FCS{cut > 0 ? `; the last ${cut} are not kept` : ""}
        </span>
        <Copy value={frame.hex} shown="Copy as hex" className="text-ink-2" />
      </p>
      <div className="grid min-w-0 xl:grid-cols-[minmax(0,1fr)_auto]">
        <Fields fields={frame.fields} lit={lit} onLight={setLit} />
        <div className="min-w-0 border-line max-xl:border-t xl:border-l">
          <Bytes hex={frame.hex} fields={frame.fields} lit={lit} onLight={setLit} />
        </div>
      </div>
    </section>
  );
}
