import type { Step } from "@/server/domain/step-log-block";
import { classNames } from "../ui/class-names";
import { OutcomeShape } from "./outcome-mark";
import { OUTCOME_NAMES, outcomeSentence, outcomeTime } from "./outcome-words";
import { StepEvidence } from "./step-evidence";
import { StepTime } from "./step-time";

interface StepRowProps {
  readonly step: Step;
  readonly anchorOf: (block: number) => string;
}

const GRID = "grid grid-cols-[0.75rem_2rem_minmax(0,1fr)_auto_0.5rem] items-baseline gap-x-2 px-3 py-1.5";

/** One block: its shape, number, title and outcome in a line or two; what it rests on when it is opened. */
export function StepRow({ step, anchorOf }: StepRowProps) {
  const { block, outcome, evidence } = step;
  const isOpenable = evidence.length > 0 || outcomeTime(outcome) !== null;
  return (
    <li id={anchorOf(block)} data-block={block} data-outcome={outcome.kind} className="scroll-mt-16">
      {isOpenable ? (
        <details className="group">
          <summary className={classNames(GRID, "hover:bg-hover")}>
            <Cells step={step} />
            <span aria-hidden className="text-ink-3 transition-transform group-open:rotate-90">
              ›
            </span>
          </summary>
          <div className="py-1 pr-3 pl-3 sm:pl-16">
            <StepEvidence step={step} anchorOf={anchorOf} />
          </div>
        </details>
      ) : (
        <div className={GRID}>
          <Cells step={step} />
        </div>
      )}
    </li>
  );
}

function Cells({ step: { block, title, outcome } }: { step: Step }) {
  const sentence = outcomeSentence(outcome);
  const at = outcomeTime(outcome);
  const isIdle = outcome.kind === "not_needed";
  return (
    <>
      <OutcomeShape kind={outcome.kind} className="translate-y-px" />
      <span className="number text-ink-3">{block}</span>
      <span className="min-w-0">
        <span className={classNames("block", isIdle ? "text-ink-2" : "font-medium")}>{title}</span>
        {sentence === null ? null : (
          <span
            className={classNames(
              "block text-xs break-words",
              outcome.kind === "decided" ? "text-ink-2" : "text-ink-3",
            )}
          >
            {sentence}
          </span>
        )}
      </span>
      <span className="flex flex-col items-end text-xs whitespace-nowrap text-ink-3 sm:flex-row sm:gap-2">
        <span className={isIdle ? undefined : "text-ink-2"}>{OUTCOME_NAMES[outcome.kind]}</span>
        {at === null ? null : <StepTime at={at} />}
      </span>
    </>
  );
}
