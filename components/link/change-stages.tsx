import type { LinkChangeView, LinkView } from "@/server/services/link/view";
import type { StateShape } from "../state/shape";
import { Mark } from "../state/state-mark";
import { framesText } from "../ui/duration";
import { Time } from "../ui/time";
import { Lasting } from "./lasting";
import { type Agents, isSilent } from "./use-fabric";

const ORDER: readonly LinkChangeView["stage"][] = ["accepting", "sending", "done"];

interface ChangeStagesProps {
  readonly link: LinkView;
  readonly change: LinkChangeView;
  readonly agents: Agents;
}

/** The last change of a link's encapsulation: its three stages as they go, and what it cost when it is done. */
export function ChangeStages({ link, change, agents }: ChangeStagesProps) {
  const { from, to, stage, actorName, startedAt, stageAt, lostFrames } = change;
  return (
    <div data-testid="change" data-stage={stage} className="flex flex-col gap-2 text-table">
      <p className="flex flex-wrap gap-x-2">
        <span className="font-medium">
          {from} to {to}
        </span>
        <span className="text-ink-2">
          by {actorName}, begun <Time at={startedAt} />
        </span>
      </p>
      <ol aria-live="polite" className="flex flex-col gap-1">
        {ORDER.map((step) => (
          <li key={step} className="flex flex-wrap items-baseline gap-x-3">
            <Mark shape={shapeOf(step, stage)} className="whitespace-normal">
              {wordsOf(step, change)}
            </Mark>
            <span className="text-ink-3">
              {step === stage ? stage === "done" ? <Time at={stageAt} /> : <Lasting since={stageAt} /> : null}
            </span>
          </li>
        ))}
      </ol>
      {stage === "done" ? <p>{lostText(lostFrames)}</p> : <Waits link={link} agents={agents} />}
    </div>
  );
}

function shapeOf(step: LinkChangeView["stage"], stage: LinkChangeView["stage"]): StateShape {
  const [own, now] = [ORDER.indexOf(step), ORDER.indexOf(stage)];
  if (own < now || stage === "done") return "configured";
  return own === now ? "pending" : "released";
}

function wordsOf(step: LinkChangeView["stage"], { from, to, stage }: LinkChangeView): string {
  if (step === "accepting") return `Both ends accept ${from} and ${to}`;
  if (step === "sending") return `Both ends send ${to}`;
  return stage === "done" ? `${from} is accepted no more` : `Then ${from} goes`;
}

/** Why a stage takes longer than it should. */
function Waits({ link, agents }: { link: LinkView; agents: Agents }) {
  const silent = [link.a, link.b].filter(({ switchCode }) => isSilent(agents.get(switchCode)));
  if (silent.length === 0) return <p className="text-ink-2">The next step begins when both switches hold this one.</p>;
  const names = silent.map(({ switchCode }) => `switch ${switchCode}`).join(" and ");
  return (
    <p>
      <Mark shape="degraded" className="whitespace-normal">
        It waits for {names}, whose agent is silent. Frames cross meanwhile.
      </Mark>
    </p>
  );
}

function lostText(lost: number | null): string {
  if (lost === null) return "It is not known how many frames were lost.";
  return `About ${framesText(lost)} lost: the counters of two switches are not read in one moment.`;
}
