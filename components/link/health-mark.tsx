import type { LinkView, PathEndView } from "@/server/services/link/view";
import type { AgentView } from "@/server/services/switch/view";
import type { StateShape } from "../state/shape";
import { Mark } from "../state/state-mark";
import { ageText } from "../ui/duration";
import { type Agents, isSilent } from "./use-fabric";

const HEALTH: Record<LinkView["health"], StateShape> = { up: "live", down: "failed", unknown: "degraded" };
const STATES: Record<LinkView["state"], { shape: StateShape; word: string }> = {
  in_service: { shape: "configured", word: "in service" },
  drained: { shape: "released", word: "drained" },
};
const PATHS: Record<PathEndView["state"], { shape: StateShape; word: string }> = {
  up: { shape: "live", word: "up" },
  down: { shape: "failed", word: "down" },
  unheard: { shape: "pending", word: "not heard yet" },
  unknown: { shape: "degraded", word: "unknown" },
};

/** How a link fares by heartbeats; what a silent agent said last is marked as old, and unknown says why. */
export function LinkHealth({ link, agents }: { link: LinkView; agents: Agents }) {
  const silent = silentEnd(link, agents);
  if (link.health === "unknown") {
    const shape = link.state === "drained" ? "released" : "degraded";
    return (
      <span>
        <Mark shape={shape}>unknown</Mark>
        <span className="block text-xs text-ink-3">{whyUnknown(link, silent)}</span>
      </span>
    );
  }
  if (silent !== null) return <Mark shape="degraded">{`${link.health}, ${lastSaid(silent.agent)}`}</Mark>;
  return <Mark shape={HEALTH[link.health]}>{link.health}</Mark>;
}

/** Whether paths may use a link. */
export function LinkState({ state }: { state: LinkView["state"] }) {
  return <Mark shape={STATES[state].shape}>{STATES[state].word}</Mark>;
}

/** How one end hears a path. */
export function PathEnd({ end, agent }: { end: PathEndView; agent: AgentView | undefined }) {
  const { shape, word } = PATHS[end.state];
  if (end.state === "unknown" || !isSilent(agent)) return <Mark shape={shape}>{word}</Mark>;
  return <Mark shape="degraded">{`${word}, ${lastSaid(agent)}`}</Mark>;
}

interface SilentEnd {
  readonly switchCode: string;
  readonly agent: AgentView;
}

function silentEnd({ a, b }: LinkView, agents: Agents): SilentEnd | null {
  for (const { switchCode } of [a, b]) {
    const agent = agents.get(switchCode);
    if (isSilent(agent)) return { switchCode, agent };
  }
  return null;
}

function lastSaid({ ageMs }: AgentView): string {
  return ageMs === null ? "long ago" : `${ageText(ageMs)} ago`;
}

function whyUnknown({ state }: LinkView, silent: SilentEnd | null): string {
  if (state === "drained") return "drained: no heartbeat crosses it";
  if (silent === null) return "no heartbeat by it alone yet";
  const { switchCode, agent } = silent;
  return agent.ageMs === null ? `switch ${switchCode} never reported` : `switch ${switchCode} is silent`;
}
