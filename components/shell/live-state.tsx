"use client";

import { Shape } from "../state/shape";
import { useLiveness } from "../trpc/live-events";
import { ageText } from "../ui/duration";
import { useNow } from "../ui/now";

/** Whether what is on the screen follows the network: "live", "reconnecting", and for how long it has been stale. */
export function LiveState() {
  const { state, since } = useLiveness();
  const now = useNow();
  const age = now === null ? 0 : Math.max(0, now - since);
  if (state === "live") return <Shown shape="live" text="live" />;
  if (state === "connecting") return <Shown shape="pending" text="connecting" />;
  return <Shown shape="degraded" text={age < 2_000 ? "reconnecting" : `reconnecting, stale for ${ageText(age)}`} />;
}

function Shown({ shape, text }: { shape: "live" | "pending" | "degraded"; text: string }) {
  return (
    <span data-testid="live-state" className="flex items-center gap-1.5 text-table whitespace-nowrap text-ink-2">
      <Shape shape={shape} className="size-2.5" />
      {text}
    </span>
  );
}
