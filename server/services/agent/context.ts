import type { Actor, ServiceContext } from "../context";

export type AgentActor = Extract<Actor, { kind: "agent" }>;

/** What the verbs of a switch's agent get. */
export type AgentContext = ServiceContext & { readonly actor: AgentActor };
