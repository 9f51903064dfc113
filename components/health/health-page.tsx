"use client";

import { useQuery } from "@tanstack/react-query";
import type { NodeView } from "@/server/services/health/view";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { useNow } from "../ui/now";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { NodeTable } from "./node-table";
import { nodeWords } from "./words";

const REFRESH_MS = 2_000;

/** The computers that the portal and the agents run on. */
export function HealthPage() {
  const trpc = useTRPC();
  const nodes = useQuery(trpc.health.nodes.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  const now = useNow();
  // Between two answers a second or two pass; only an answer that does not come makes the figures older.
  const sinceMs = now === null || nodes.dataUpdatedAt === 0 ? 0 : now - nodes.dataUpdatedAt;
  const lateMs = sinceMs > 2 * REFRESH_MS ? sinceMs : 0;
  return (
    <>
      <PageTitle>{titleOf(nodes.data ?? [], lateMs)}</PageTitle>
      <PageHeader
        title="Health"
        lead="The computers that the portal and each switch's agent run on, as they measure themselves. Several may share one."
      />
      <div className="panel">
        <Answer query={nodes} rows={7}>
          {(known) => <NodeTable nodes={known} lateMs={lateMs} />}
        </Answer>
      </div>
    </>
  );
}

function titleOf(nodes: readonly NodeView[], lateMs: number): string {
  const unwell = nodes.filter((node) => nodeWords(node, lateMs).shape !== "live").length;
  return unwell === 0 ? "Health" : `Health: ${unwell} of ${nodes.length} nodes not well`;
}
