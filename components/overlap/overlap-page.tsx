"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { OverlapView } from "@/server/services/overlap/view";
import { Shape } from "../state/shape";
import { ClientVlan } from "../tag/client-vlan";
import { Pair } from "../tag/pair";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { type Column, DataTable } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";

const COLUMNS: readonly Column<OverlapView>[] = [
  { key: "vlan", title: "VLAN", heads: true, cell: (row) => <ClientVlan vid={row.vid} /> },
  { key: "rack", title: "Rack", cell: (row) => row.rackName },
  {
    key: "cidr",
    title: "IP range",
    cell: (row) =>
      row.cidr ? <span className="number">{row.cidr}</span> : <span className="text-ink-3">not given</span>,
  },
  { key: "pair", title: "Your pair, yours alone", cell: (row) => <Pair {...row.pair} /> },
  { key: "sameVid", title: "Others with this VLAN id", align: "right", cell: (row) => row.sameVid },
  { key: "sameRange", title: "Others in this range", align: "right", cell: (row) => row.sameRange },
  {
    key: "why",
    title: "Why nothing collides",
    className: "max-w-xl min-w-60",
    cell: (row) => (
      <span className="flex gap-2 text-ink-2 max-md:text-left">
        <Shape shape="configured" className="mt-1 max-md:hidden" /> {row.why}
      </span>
    ),
  },
];

/** Where a tenant's numbers meet those of others, and why that is safe. */
export function OverlapPage() {
  const trpc = useTRPC();
  const overlaps = useQuery(trpc.overlaps.list.queryOptions());
  return (
    <>
      <PageTitle>Overlap is safe</PageTitle>
      <PageHeader
        title="Overlap is safe"
        lead="The same VLAN ids, IP ranges and MACs as your neighbours', by design. The fabric forwards by port and pair; it never looks at your numbers."
      />
      <div className="panel">
        <Answer query={overlaps}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState
                title="You have no VLAN yet, so nothing can overlap."
                call="overlaps.list()"
                action={
                  <Button asChild look="primary">
                    <Link href="/racks">Choose a rack</Link>
                  </Button>
                }
              >
                Declare any VLAN ids you like; whom they overlap with, and why that is safe, is shown here.
              </EmptyState>
            ) : (
              <DataTable caption="Overlaps" rows={rows} columns={COLUMNS} rowKey={(row) => row.vlanId} />
            )
          }
        </Answer>
      </div>
    </>
  );
}
