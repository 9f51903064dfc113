"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../trpc/context";

/** What probes say is asked for again this often while somebody looks, in ms. */
const REFRESH_MS = 2_000;

/** The probes of an extension, fresh while the page is visible, and what a person may do with them. */
export function useProbes(extensionId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const rounds = useQuery(trpc.probes.rounds.queryOptions({ extensionId }, { refetchInterval: REFRESH_MS }));
  const again = { onSuccess: () => client.invalidateQueries(trpc.probes.pathFilter()) };
  return {
    rounds,
    ping: useMutation(trpc.probes.ping.mutationOptions(again)),
    trace: useMutation(trpc.probes.trace.mutationOptions(again)),
    mtu: useMutation(trpc.probes.mtu.mutationOptions(again)),
    loopback: useMutation(trpc.probes.loopback.mutationOptions(again)),
    endLoopback: useMutation(trpc.probes.endLoopback.mutationOptions(again)),
  };
}
