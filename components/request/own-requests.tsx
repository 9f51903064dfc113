"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { RequestTable } from "./request-table";

/** A tenant's requests across datacenters, and what was decided. */
export function OwnRequests() {
  const trpc = useTRPC();
  const requests = useQuery(trpc.requests.list.queryOptions({}));
  const waiting = requests.data?.filter((request) => request.state === "pending").length ?? 0;
  return (
    <>
      <PageTitle>{waiting === 0 ? "Requests" : `${waiting} awaiting a decision`}</PageTitle>
      <PageHeader
        title="Requests"
        lead="Extensions that cross datacenters need an operator's yes. No switch is touched before it."
      />
      <div className="panel">
        <Answer query={requests}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState
                title="No request yet."
                call="extensions.request({ vlanId, resourceId })"
                action={
                  <Button asChild look="primary">
                    <Link href="/extensions/new">Extend a VLAN</Link>
                  </Button>
                }
              >
                Order a resource in another datacenter than the rack's; the request appears here with its decision.
              </EmptyState>
            ) : (
              <RequestTable requests={rows} operator={false} />
            )
          }
        </Answer>
      </div>
    </>
  );
}
