"use client";

import { useQuery } from "@tanstack/react-query";
import { useWaitingMoves } from "../machine/use-waiting-moves";
import { useTRPC } from "../trpc/context";

/** How much waits for an operator's decision: extensions that cross, and machines that move. */
export function useWaitingCount(): number {
  const trpc = useTRPC();
  const requests = useQuery(trpc.requests.list.queryOptions({ state: "pending" })).data?.length ?? 0;
  return requests + useWaitingMoves().length;
}
