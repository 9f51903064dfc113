"use client";

import { ageText } from "../ui/duration";
import { useNow } from "../ui/now";
import { Tooltip } from "../ui/tooltip";

/** How long it has been so: "for 4 min", with since when on hover and focus, in UTC and local. */
export function Lasting({ since }: { since: number }) {
  const now = useNow();
  const exact = new Date(since);
  const utc = `${exact.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return (
    <Tooltip
      content={
        <>
          <span className="number block">since {utc}</span>
          <span className="number block text-ink-2">{now === null ? "" : exact.toLocaleString()} local</span>
        </>
      }
    >
      <button
        type="button"
        className="cursor-help whitespace-nowrap underline decoration-line decoration-dotted underline-offset-4"
      >
        {now === null ? `since ${utc}` : `for ${ageText(now - since)}`}
      </button>
    </Tooltip>
  );
}
