import type { MoveView } from "@/server/services/machine/view";
import type { StateShape } from "../state/shape";
import { Mark } from "../state/state-mark";
import { framesText } from "../ui/duration";
import { Time } from "../ui/time";
import { MoveMark } from "./move-mark";

const ORDER = ["preparing", "switching", "done"] as const;

/** A machine's moves, newest first: stages of the one under way, and what each one cost. */
export function Moves({ moves }: { moves: readonly MoveView[] }) {
  if (moves.length === 0) return <p className="p-3 text-ink-2">It has been where it is since it was made.</p>;
  return (
    <ul>
      {moves.map((move) => (
        <li
          key={move.id}
          data-testid="move"
          data-stage={move.stage}
          className="border-b border-line p-3 last:border-b-0"
        >
          <Move move={move} />
        </li>
      ))}
    </ul>
  );
}

function Move({ move }: { move: MoveView }) {
  const { stage, from, to, startedAt, actorName, decidedByName, reason } = move;
  return (
    <div className="flex flex-col gap-1.5 text-table">
      <p className="flex flex-wrap gap-x-2">
        <span className="font-medium">
          {from.datacenterCode} to {to.datacenterCode}
        </span>
        <span>
          {to.cloudName}, {to.system}
        </span>
        <span className="text-ink-2">
          by {actorName}, <Time at={startedAt} />
          {decidedByName === null ? "" : `, decided by ${decidedByName}`}
        </span>
      </p>
      <p className="number text-ink-3">
        switch {from.switchCode} port {from.port} to switch {to.switchCode} port {to.port}
      </p>
      {isRunning(stage) ? <Stages stage={stage} /> : <MoveMark stage={stage} />}
      {reason === null ? null : <p className="text-ink-2">{reason}</p>}
      {move.convergedMs === null ? null : <p>{costText(move)}</p>}
    </div>
  );
}

function isRunning(stage: MoveView["stage"]): stage is "preparing" | "switching" {
  return stage === "preparing" || stage === "switching";
}

function Stages({ stage }: { stage: "preparing" | "switching" }) {
  return (
    <ol aria-live="polite" className="flex flex-col gap-1">
      {ORDER.map((step) => (
        <li key={step}>
          <Mark shape={shapeOf(ORDER.indexOf(step) - ORDER.indexOf(stage))} className="whitespace-normal">
            {STEPS[step]}
          </Mark>
        </li>
      ))}
    </ol>
  );
}

const STEPS = {
  preparing: "It is made at the new place, where nothing is attached to it yet",
  switching: "Its extensions go over to it, and the old place goes",
  done: "Every switch holds the new way, and what was lost is counted",
} as const;

function shapeOf(ahead: number): StateShape {
  if (ahead < 0) return "configured";
  return ahead === 0 ? "pending" : "released";
}

function costText({ lostFrames, convergedMs }: MoveView): string {
  const took = `${((convergedMs ?? 0) / 1000).toFixed(1)} s from the switch-over until every switch had read the new way back`;
  if (lostFrames === null) return `${took}; frames are being counted.`;
  return `About ${framesText(lostFrames)} lost; ${took}.`;
}
