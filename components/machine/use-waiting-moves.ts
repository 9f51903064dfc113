"use client";

import { useQuery } from "@tanstack/react-query";
import type { MachineView, MoveView } from "@/server/services/machine/view";
import { useTRPC } from "../trpc/context";

interface WaitingMove {
  readonly machine: MachineView;
  readonly move: MoveView;
}

/** Moves of machines into other datacenters that wait for an operator. */
export function useWaitingMoves(): readonly WaitingMove[] {
  const trpc = useTRPC();
  const machines = useQuery(trpc.machines.list.queryOptions()).data ?? [];
  return machines.flatMap((machine) => {
    const [move] = machine.moves;
    return move?.stage === "awaiting_approval" ? [{ machine, move }] : [];
  });
}
