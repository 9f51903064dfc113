import type { AgentView } from "@/server/services/switch/view";
import type { StateShape } from "../state/shape";
import { Mark } from "../state/state-mark";
import { ageText } from "../ui/duration";

const STATES: Record<AgentView["state"], { shape: StateShape; word: string }> = {
  in_step: { shape: "live", word: "in step" },
  behind: { shape: "pending", word: "behind" },
  silent: { shape: "degraded", word: "silent" },
  never_joined: { shape: "released", word: "never joined" },
};

/** How a switch's agent stands, and how old its last word is. */
export function AgentMark({ agent }: { agent: AgentView }) {
  const { shape, word } = STATES[agent.state];
  const age = agent.ageMs !== null && agent.state === "silent" ? ` for ${ageText(agent.ageMs)}` : "";
  return (
    <Mark shape={shape}>
      {word}
      {age}
    </Mark>
  );
}

/** The numbered changes it has taken: "41 of 42". */
export function changesText({ reportedNumber, desiredNumber }: AgentView): string {
  return reportedNumber === null ? `none of ${desiredNumber}` : `${reportedNumber} of ${desiredNumber}`;
}
