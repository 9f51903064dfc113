import type { ReactNode } from "react";
import type { Evidence, Step } from "@/server/domain/step-log-block";
import { Stack } from "../tag/stack";
import { Time } from "../ui/time";
import { nextWords, outcomeTime } from "./outcome-words";

/** What an outcome rests on, line by line. */
export function StepEvidence({ step, anchorOf }: { step: Step; anchorOf: (block: number) => string }) {
  const { outcome, evidence } = step;
  const at = outcomeTime(outcome);
  return (
    <dl className="grid grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 pb-1 text-xs">
      {at === null ? null : (
        <Line name="When">
          <Time at={at} />
          {outcome.kind === "done" && outcome.by !== null ? <span className="text-ink-2">by {outcome.by}</span> : null}
        </Line>
      )}
      {outcome.kind === "done" && at === null ? <Line name="When">not recorded</Line> : null}
      {evidence.map((one) => (
        <EvidenceLine key={`${one.name} ${one.value}`} evidence={one} />
      ))}
      {outcome.kind === "decided" && outcome.leadsTo !== "end" ? (
        <Line name="Next">
          <a href={`#${anchorOf(outcome.leadsTo)}`} className="text-accent underline underline-offset-2">
            {nextWords(outcome.leadsTo)}
          </a>
        </Line>
      ) : null}
    </dl>
  );
}

function EvidenceLine({ evidence: { name, value, tags, at } }: { evidence: Evidence }) {
  return (
    <Line name={name}>
      {tags.length > 0 ? <Stack tags={tags} /> : null}
      <span>{value}</span>
      {at === null ? null : (
        <span className="text-ink-3">
          <Time at={at} />
        </span>
      )}
    </Line>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1 break-words">{children}</dd>
    </>
  );
}
