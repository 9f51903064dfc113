import type { TransitionView } from "@/server/services/extension/view";
import { Shape } from "../state/shape";
import { EXTENSION_STATES } from "../state/state-mark";
import { Time } from "../ui/time";

/** Every transition, newest first. */
export function Timeline({ transitions }: { transitions: readonly TransitionView[] }) {
  return (
    <ol className="flex flex-col gap-2 p-3 text-table" data-testid="timeline">
      {transitions
        .toSorted((a, b) => b.id - a.id)
        .map((transition) => (
          <li key={transition.id} className="flex gap-2">
            <Shape shape={EXTENSION_STATES[transition.to].shape} className="mt-[3px]" />
            <div className="min-w-0">
              <p className="flex flex-wrap gap-x-3">
                <span className="font-medium">{EXTENSION_STATES[transition.to].word}</span>
                <span className="text-ink-2">{transition.actor.name}</span>
                <span className="text-ink-3">
                  <Time at={transition.at} />
                </span>
              </p>
              {transition.reason ? <p className="text-ink-2">{transition.reason}</p> : null}
            </div>
          </li>
        ))}
    </ol>
  );
}
