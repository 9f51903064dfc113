import { useId } from "react";
import type { MethodView } from "@/server/services/step-log/view";
import { summaryOf } from "./outcome-words";
import { StepRow } from "./step-row";

const TITLES: Record<MethodView["method"], string> = {
  400: "Method 400: clouds, client and tags",
  500: "Method 500: each VLAN, each frame",
};

/** One method, block by block in the order of its flow chart. */
export function MethodGroup({ method, steps }: MethodView) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 bg-sunken px-3 py-1.5">
        <h3 id={id} className="text-table font-semibold">
          {TITLES[method]}
        </h3>
        <p className="text-xs text-ink-3">{summaryOf(steps)}</p>
      </header>
      <ol className="divide-y divide-line text-table">
        {steps.map((step) => (
          <StepRow key={step.block} step={step} anchorOf={(block) => `block-${block}`} />
        ))}
      </ol>
    </section>
  );
}
