"use client";

import { Mark } from "../state/state-mark";
import { ageText } from "../ui/duration";
import { useNow } from "../ui/now";
import { FRESH_MS } from "./refresh";

interface OldFiguresProps {
  /** Who said what the figures show. */
  readonly sources: readonly { readonly code: string; readonly ageMs: number | null }[];
  /** When that was known, ms since 1970. */
  readonly knownAt: number;
}

/** Names the switches whose figures are older than two intervals, and those that never reported. */
export function OldFigures({ sources, knownAt }: OldFiguresProps) {
  const now = useNow();
  if (now === null || knownAt === 0) return null;
  const waited = Math.max(0, now - knownAt);
  const old = sources.filter(({ ageMs }) => ageMs === null || ageMs + waited > FRESH_MS);
  if (old.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-x-3 text-xs">
      {old.map(({ code, ageMs }) => (
        <Mark key={code} shape="degraded">
          switch {code}: {ageMs === null ? "no report yet" : `figures are ${ageText(ageMs + waited)} old`}
        </Mark>
      ))}
    </span>
  );
}
