"use client";

import { useQuery } from "@tanstack/react-query";
import type { DatacenterView } from "@/server/services/datacenter/view";
import { TagLabel } from "../tag/tag-chip";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { type Column, DataTable } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";

const COLUMNS: readonly Column<DatacenterView>[] = [
  { key: "code", title: "Datacenter", heads: true, cell: (row) => <span className="font-medium">{row.code}</span> },
  { key: "name", title: "Name", cell: (row) => row.name },
  { key: "place", title: "Place", cell: (row) => row.place },
  {
    key: "tags",
    title: "Datacenter tags",
    cell: ({ datacenterTags: { first, last, held } }) => (
      <span className="number inline-flex items-center gap-2">
        <TagLabel tag={{ kind: "datacenter", value: first, format: 0x8847 }} /> to {last}, {held} in use
      </span>
    ),
  },
  {
    key: "range",
    title: "Host tags",
    cell: ({ hostTags }) => (
      <span className="number">
        {hostTags.first} to {hostTags.last}
      </span>
    ),
  },
  { key: "pool", title: "Pool", cell: ({ hostTags }) => <Pool {...hostTags} />, className: "min-w-56" },
  { key: "ports", title: "Free client ports", align: "right", cell: (row) => row.freeClientPorts },
];

/** Datacenters with their tag pools. */
export function DatacenterList() {
  const trpc = useTRPC();
  const datacenters = useQuery(trpc.datacenters.list.queryOptions());
  return (
    <>
      <PageTitle>Datacenters</PageTitle>
      <PageHeader
        title="Datacenters"
        lead="Each has its own range of host tags, and one of datacenter tags for the paths by which frames travel to it."
      />
      <div className="panel">
        <Answer query={datacenters}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title="No datacenter is set up." call="datacenters.list()">
                The operator's set-up makes datacenters with their switches.
              </EmptyState>
            ) : (
              <DataTable caption="Datacenters" rows={rows} columns={COLUMNS} rowKey={(row) => row.id} />
            )
          }
        </Answer>
      </div>
    </>
  );
}

function Pool({ first, last, held, quarantined, free }: DatacenterView["hostTags"]) {
  const size = last - first + 1;
  const width = (count: number) => `${Math.max(count === 0 ? 0 : 1, (count / size) * 100)}%`;
  return (
    <span className="block text-left">
      <span aria-hidden="true" className="flex h-1.5 overflow-hidden rounded-full bg-hover">
        <span className="bg-tag-s" style={{ width: width(held) }} />
        <span className="bg-line-strong" style={{ width: width(quarantined) }} />
      </span>
      <span className="text-xs text-ink-2">
        {held} held, {quarantined} resting, {free} free
      </span>
    </span>
  );
}
