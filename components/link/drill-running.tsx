"use client";

import type { DrillView } from "@/server/services/drill/view";
import { Mark } from "../state/state-mark";
import { useNow } from "../ui/now";
import { TextLink } from "../ui/text-link";

/** A drill under way: how long the link stays down still, then that its counters settle. */
export function DrillRunning({ drill, code }: { drill: DrillView; code: string }) {
  const { linkCode, endsAt, actorName, stage } = drill;
  const now = useNow();
  const left = now === null ? null : Math.max(0, Math.ceil((endsAt - now) / 1000));
  const isDown = stage === "down";
  return (
    <div data-testid="drill" data-stage={stage} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
      <span role="status">
        <Mark shape={isDown ? "failed" : "pending"} className="whitespace-normal">
          {isDown ? `Link ${linkCode} is down on purpose` : `Link ${linkCode} is up again; its counters settle`}
        </Mark>
      </span>
      {isDown && left !== null ? (
        <span role="timer" aria-label="Drill ends in" className="number">
          {left} s left
        </span>
      ) : null}
      <span className="text-ink-2">by {actorName}</span>
      {linkCode === code ? null : (
        <span className="text-ink-2">
          One drill at a time: see <TextLink href={`/admin/links/${linkCode}`}>link {linkCode}</TextLink>.
        </span>
      )}
    </div>
  );
}
