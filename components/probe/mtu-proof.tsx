"use client";

import { useQuery } from "@tanstack/react-query";
import { Mark } from "../state/state-mark";
import { useTRPC } from "../trpc/context";
import { Time } from "../ui/time";

/** Beside a computed MTU: whether a probe has proved it, and when. */
export function MtuProof({ extensionId }: { extensionId: string }) {
  const trpc = useTRPC();
  const mtu = useQuery(trpc.probes.rounds.queryOptions({ extensionId })).data?.mtu ?? null;
  if (mtu === null || !mtu.isCurrent || mtu.verdict === "unproved") return <span>Not proved by a probe yet.</span>;
  return (
    <span className="inline-flex flex-wrap gap-x-1" data-testid="mtu-proof">
      <Mark shape={mtu.verdict === "proved" ? "live" : "failed"}>
        {mtu.verdict === "proved" ? "proved by a probe" : "refuted by a probe"}
      </Mark>
      <Time at={mtu.at} />
    </span>
  );
}
