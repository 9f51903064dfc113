"use client";

import { useEffect, useState } from "react";
import type { FramePath } from "@/server/domain/frame-path";
import type { PathLiveView } from "@/server/services/path/view";
import { countText } from "../ui/duration";
import { countLine, type LineCount, linesOf, lostFrames } from "./loss";

/** Counts frames onto and off each line while the page is open; gives a sentence a line, by leg id. */
export function useLineNotes(path: FramePath, live: PathLiveView | null): ReadonlyMap<string, string> {
  const [counts, setCounts] = useState<ReadonlyMap<string, LineCount>>(new Map());
  useEffect(() => {
    if (live === null) return;
    setCounts((before) => {
      const next = new Map(before);
      for (const line of linesOf(path)) {
        const count = countLine(line, live, before.get(keyOf(path, line.legId)) ?? null);
        if (count !== null) next.set(keyOf(path, line.legId), count);
      }
      return next;
    });
  }, [path, live]);
  return new Map(linesOf(path).map((line) => [line.legId, sentence(counts.get(keyOf(path, line.legId)))]));
}

/** Both directions cross the same line, and are counted apart. */
function keyOf(path: FramePath, legId: string): string {
  return `${path.direction} ${legId}`;
}

function sentence(count: LineCount | undefined): string {
  const lost = count === undefined ? null : lostFrames(count);
  if (count === undefined || lost === null) return "lost: counting";
  return `lost ${countText(lost)} of ${countText(count.sent)} since you opened this`;
}
