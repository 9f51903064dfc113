import { Shape } from "../state/shape";
import { consequenceOf } from "./consequence";
import type { Replanned } from "./replanned";

const WORST = ["failed", "degraded", "configured"];

/** What a change does to each pseudowire, worst first. */
export function Consequences({ plan }: { plan: readonly Replanned[] }) {
  if (plan.length === 0) return <p className="text-ink-2">The order of no path changes.</p>;
  const rows = plan.map(consequenceOf).toSorted((a, b) => WORST.indexOf(a.shape) - WORST.indexOf(b.shape));
  return (
    <ul className="flex flex-col gap-1.5 text-table">
      {rows.map(({ id, shape, sentence }) => (
        <li key={id} className="flex gap-2">
          <Shape shape={shape} className="mt-[3px]" />
          <span className={shape === "failed" ? "font-medium" : undefined}>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}
