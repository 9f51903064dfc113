import type { MtuView, PingView, TraceHopView, TraceView } from "@/server/services/probe/view";
import { Mark } from "../state/state-mark";
import { Time } from "../ui/time";
import { ProbedLine } from "./probed-line";

interface PingResultProps {
  readonly ping: PingView;
  readonly rack: string;
  readonly resource: string;
}

/** A ping in both directions. */
export function PingResult({ ping, rack, resource }: PingResultProps) {
  return (
    <dl data-testid="ping-result" className="grid gap-x-4 gap-y-1 text-table sm:grid-cols-[auto_minmax(0,1fr)]">
      <dt className="text-ink-3">{`${rack} to ${resource}`}</dt>
      <dd>
        <ProbedLine probed={ping.toResource} />
      </dd>
      <dt className="text-ink-3">{`${resource} to ${rack}`}</dt>
      <dd>
        <ProbedLine probed={ping.toRack} />
      </dd>
    </dl>
  );
}

/** A trace: the switches in their order with what each answered, and what that means. */
export function TraceResult({ trace }: { trace: TraceView }) {
  return (
    <div data-testid="trace-result" className="flex flex-col gap-2 text-table">
      <p className={trace.isWhole ? undefined : "font-medium text-danger"}>{trace.conclusion}</p>
      <ol className="flex flex-col gap-1">
        {trace.hops.map((hop, index) => (
          <li
            key={`${hop.switchCode}:${hop.port}`}
            data-hop={hop.switchCode}
            className="grid gap-x-4 sm:grid-cols-[15rem_minmax(0,1fr)]"
          >
            <span>
              <span className="number text-ink-3">{index + 1}.</span> switch {hop.switchCode}
              <span className="text-ink-3">{` port ${hop.port}, ${hop.where}`}</span>
            </span>
            <HopOutcome outcome={hop.outcome} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function HopOutcome({ outcome }: Pick<TraceHopView, "outcome">) {
  if (outcome.kind === "round" || outcome.kind === "none") return <ProbedLine probed={outcome} />;
  return (
    <Mark shape="configured" className="whitespace-normal">
      {outcome.why}
    </Mark>
  );
}

const VERDICTS = {
  proved: { shape: "live", word: "proved" },
  refuted: { shape: "failed", word: "refuted" },
  unproved: { shape: "released", word: "not proved" },
} as const;

/** What a test of the MTU showed. */
export function MtuResult({ mtu }: { mtu: MtuView }) {
  const { shape, word } = VERDICTS[mtu.verdict];
  return (
    <div data-testid="mtu-result" className="flex flex-col gap-1 text-table">
      <p className="flex flex-wrap gap-x-3">
        <Mark shape={shape} className="whitespace-normal">
          MTU {mtu.mtu}: {word}
        </Mark>
        <span className="text-ink-3">
          <Time at={mtu.at} />
        </span>
      </p>
      <p>{mtu.words}</p>
      {mtu.isCurrent ? null : <p className="text-warn-ink">The path has changed since: test it again.</p>}
    </div>
  );
}
