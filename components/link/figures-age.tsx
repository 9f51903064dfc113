"use client";

import { Mark } from "../state/state-mark";
import { ageText } from "../ui/duration";
import { useNow } from "../ui/now";
import { REFRESH_MS } from "./use-fabric";

/** Says how old the page's figures are, once they are older than two intervals. */
export function FiguresAge({ at }: { at: number }) {
  const now = useNow();
  if (now === null || at === 0 || now - at <= 2 * REFRESH_MS + 500) return null;
  return (
    <span className="text-sm font-medium">
      <Mark shape="degraded">figures are {ageText(now - at)} old</Mark>
    </span>
  );
}
