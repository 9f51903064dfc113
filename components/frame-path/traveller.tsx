import type { StackTag } from "@/server/domain/tag-stack";
import { TagLabel } from "../tag/tag-chip";

interface TravellerProps {
  readonly stack: readonly StackTag[];
  /** Where it is, in pixels from the lane's left edge. */
  readonly x: number;
  readonly arrived: boolean;
}

/** The sent frame on its way: a dot with the stack that it carries there. */
export function Traveller({ stack, x, arrived }: TravellerProps) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-[30px] left-0 z-10 motion-safe:transition-transform motion-safe:duration-[420ms] motion-safe:ease-linear"
      style={{ transform: `translateX(${x}px)` }}
    >
      <span className="absolute -top-1.5 -left-1.5 size-3 rounded-full bg-state-live ring-4 ring-state-live/25" />
      {arrived ? null : (
        <>
          <span className="absolute -top-7 h-6 border-l border-ink-3" />
          <span className="absolute -top-[3.2rem] flex -translate-x-1/2 gap-0.5 rounded-md border border-line bg-surface p-0.5 shadow-md">
            {stack.map((tag) => (
              <TagLabel key={`${tag.kind}-${tag.value}`} tag={tag} />
            ))}
            {stack.length === 0 ? <span className="px-1 text-xs whitespace-nowrap">no tag</span> : null}
          </span>
        </>
      )}
    </div>
  );
}
