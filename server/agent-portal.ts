import { contextFor, portal } from "./context";
import { log } from "./log";
import type { AgentPortal } from "./services/agent/door";

/** The portal of this process as the agent doors see it. */
export function agentPortal(): AgentPortal {
  return {
    db: portal().db,
    contextFor: (actor) => contextFor(actor),
    noteFailure: (error) => log().error({ err: error }, "an agent's call failed"),
  };
}
