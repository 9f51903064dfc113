import type { Step } from "@/server/domain/step-log-block";
import { Shape, type StateShape } from "../state/shape";
import { classNames } from "../ui/class-names";

type Kind = Step["outcome"]["kind"];

const SHAPES: Record<Exclude<Kind, "decided">, StateShape> = {
  done: "live",
  pending: "pending",
  failed: "failed",
  not_needed: "released",
};

/** The shape of an outcome: those of states, and the flow chart's diamond for a decision. A word always stands beside it. */
export function OutcomeShape({ kind, className }: { kind: Kind; className?: string }) {
  if (kind !== "decided") return <Shape shape={SHAPES[kind]} className={className} />;
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={classNames("size-3 shrink-0 text-state-configured", className)}
    >
      <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor" />
    </svg>
  );
}
