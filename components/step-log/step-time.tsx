"use client";

import { ageText } from "../ui/duration";
import { useNow } from "../ui/now";

/** How long ago, without a focus of its own: it stands in what is pressed itself. The exact time is in the open row. */
export function StepTime({ at }: { at: number }) {
  const now = useNow();
  const exact = new Date(at).toISOString();
  return <time dateTime={exact}>{now === null ? `${exact.slice(11, 19)} UTC` : `${ageText(now - at)} ago`}</time>;
}
