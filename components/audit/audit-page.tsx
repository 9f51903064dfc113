"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { AuditTable } from "./audit-table";

const PAGE = 50;

/** Who did what to what, newest first; a tenant sees its own. */
export function AuditPage() {
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const [before, setBefore] = useState<number | undefined>(undefined);
  const audit = useQuery(trpc.audit.list.queryOptions({ before }));
  const last = audit.data?.at(-1);
  return (
    <>
      <PageTitle>Audit</PageTitle>
      <PageHeader
        title="Audit"
        lead="Each change is written in the same transaction as the change itself, with its actor."
        actions={
          <>
            <Button disabled={before === undefined} onClick={() => setBefore(undefined)}>
              Newest
            </Button>
            <Button disabled={(audit.data?.length ?? 0) < PAGE} onClick={() => setBefore(last?.id)}>
              Older
            </Button>
          </>
        }
      />
      <div className="panel">
        <Answer query={audit} rows={10}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title="Nothing is written yet." call="audit.list({ before })">
                Register a rack or declare a VLAN: it appears here with who did it.
              </EmptyState>
            ) : (
              <AuditTable rows={rows} tenants={me?.operator ?? false} />
            )
          }
        </Answer>
      </div>
    </>
  );
}
