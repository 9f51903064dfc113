"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MoveInbox } from "../machine/move-inbox";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Choice } from "../ui/choice";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { RequestTable } from "./request-table";
import { useWaitingCount } from "./use-waiting-count";

type Shown = "pending" | "all";

/** The operator's inbox. New requests appear by themselves. */
export function Inbox() {
  const trpc = useTRPC();
  const [shown, setShown] = useState<Shown>("pending");
  const pending = useQuery(trpc.requests.list.queryOptions({ state: "pending" }));
  const all = useQuery(trpc.requests.list.queryOptions({}, { enabled: shown === "all" }));
  const count = useWaitingCount();
  return (
    <>
      <PageTitle>{count === 1 ? "1 request waits" : `${count} requests wait`}</PageTitle>
      <PageHeader
        title={
          <>
            Requests
            <span data-testid="waiting" className="number text-sm font-normal text-ink-2">
              {count} waiting
            </span>
          </>
        }
        lead="Extensions across datacenters. Each shows what approval changes on each switch, before it does."
        actions={
          <Choice
            label="Which requests"
            value={shown}
            onChange={setShown}
            options={[
              { value: "pending", label: "Waiting" },
              { value: "all", label: "All" },
            ]}
          />
        }
      />
      <div className="mb-4 empty:hidden">
        <MoveInbox />
      </div>
      <div className="panel">
        <Answer query={shown === "all" ? all : pending}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title="Nothing waits for a decision." call='requests.list({ state: "pending" })'>
                A request appears here at once when a tenant orders a resource in another datacenter.
              </EmptyState>
            ) : (
              <RequestTable requests={rows} operator />
            )
          }
        </Answer>
      </div>
    </>
  );
}
