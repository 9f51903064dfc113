"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { createContext, type ReactNode, useContext, useRef, useState } from "react";
import { useTRPC } from "./context";

/** How the tab's event stream stands, and since when in ms since 1970. */
export interface Liveness {
  readonly state: "connecting" | "live" | "reconnecting";
  readonly since: number;
}

const UNKNOWN: Liveness = { state: "connecting", since: 0 };

const LivenessContext = createContext<Liveness>(UNKNOWN);

/** How the tab's event stream stands. */
export function useLiveness(): Liveness {
  return useContext(LivenessContext);
}

/** The one event stream of a tab. What changed is asked for again; what nobody looks at is only marked as old. */
export function LiveEvents({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>(UNKNOWN);
  const last = useRef<Liveness>(UNKNOWN);
  const stale = {
    extension: [
      trpc.extensions.pathFilter(),
      trpc.requests.pathFilter(),
      trpc.clouds.pathFilter(),
      trpc.vlans.list.queryFilter(),
      trpc.racks.pathFilter(),
      trpc.paths.get.queryFilter(),
      trpc.machines.pathFilter(),
      trpc.audit.pathFilter(),
    ],
    request: [trpc.requests.pathFilter(), trpc.extensions.pathFilter(), trpc.audit.pathFilter()],
    machine: [
      trpc.machines.pathFilter(),
      trpc.clouds.pathFilter(),
      trpc.racks.pathFilter(),
      trpc.paths.get.queryFilter(),
      trpc.audit.pathFilter(),
    ],
    switch: [trpc.switches.list.queryFilter()],
  };
  useSubscription(
    trpc.events.changes.subscriptionOptions(
      {},
      {
        onData: ({ data }) => {
          for (const filter of stale[data.kind]) client.invalidateQueries(filter);
        },
        onConnectionStateChange: ({ state }) => {
          const before = last.current;
          last.current = next(before, state);
          setLiveness(last.current);
          // Events may have been missed: everything in sight is asked for again.
          if (before.state === "reconnecting" && state === "pending") client.invalidateQueries();
        },
      },
    ),
  );
  return <LivenessContext value={liveness}>{children}</LivenessContext>;
}

function next(before: Liveness, state: "idle" | "connecting" | "pending"): Liveness {
  if (state === "pending") return { state: "live", since: Date.now() };
  if (before.state === "connecting") return before;
  return before.state === "reconnecting" ? before : { state: "reconnecting", since: Date.now() };
}
