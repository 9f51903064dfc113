"use client";

import { ageText } from "./duration";
import { useNow } from "./now";
import { Tooltip } from "./tooltip";

/** When it happened: "4 min ago", with the exact time on hover and focus, in UTC and local. */
export function Time({ at }: { at: number }) {
  const now = useNow();
  const exact = new Date(at);
  const utc = `${exact.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  const shown = now === null ? utc : `${ageText(now - at)} ago`;
  const local = now === null ? "" : exact.toLocaleString();
  return (
    <Tooltip
      content={
        <>
          <span className="number block">{utc}</span>
          <span className="number block text-ink-2">{local} local</span>
        </>
      }
    >
      <button
        type="button"
        className="cursor-help text-left whitespace-nowrap underline decoration-line decoration-dotted underline-offset-4"
      >
        <time dateTime={exact.toISOString()}>{shown}</time>
      </button>
    </Tooltip>
  );
}
