"use client";

import { useQuery } from "@tanstack/react-query";
import type { AgentView } from "@/server/services/switch/view";
import { useTRPC } from "../trpc/context";

/** Links and what crosses them are asked for again this often while somebody looks, in ms. */
export const REFRESH_MS = 1_000;

/** How the agents at the ends stand, by switch code; what they said is only as old as their last word. */
export type Agents = ReadonlyMap<string, AgentView>;

/** Links, pseudowires and the agents that hear them, fresh each second while the page is visible. */
export function useFabric() {
  const trpc = useTRPC();
  const each = { refetchInterval: REFRESH_MS };
  const links = useQuery(trpc.links.list.queryOptions(undefined, each));
  const pseudowires = useQuery(trpc.links.pseudowires.queryOptions(undefined, each));
  const switches = useQuery(trpc.switches.list.queryOptions(undefined, each));
  const agents: Agents = new Map(switches.data?.map(({ code, agent }) => [code, agent]));
  return { links, pseudowires, agents };
}

/** Whether an agent has not spoken for so long that what it said last is old. */
export function isSilent(agent: AgentView | undefined): agent is AgentView {
  return agent?.state === "silent" || agent?.state === "never_joined";
}
