"use client";

import { useQuery } from "@tanstack/react-query";
import type { SwitchView } from "@/server/services/switch/view";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { type Column, DataTable } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { TextLink } from "../ui/text-link";
import { AgentMark, changesText } from "./agent-mark";

const REFRESH_MS = 2_000;

const COLUMNS: readonly Column<SwitchView>[] = [
  {
    key: "code",
    title: "Switch",
    heads: true,
    cell: (row) => <TextLink href={`/admin/switches/${row.code}`}>{row.code}</TextLink>,
  },
  { key: "name", title: "Name", cell: (row) => row.name },
  { key: "datacenter", title: "Datacenter", cell: ({ datacenter }) => `${datacenter.code}, ${datacenter.place}` },
  { key: "agent", title: "Agent", cell: (row) => <AgentMark agent={row.agent} /> },
  { key: "changes", title: "Changes taken", cell: (row) => <span className="number">{changesText(row.agent)}</span> },
  { key: "kernel", title: "Kernel", cell: (row) => row.agent.kernel ?? <span className="text-ink-3">unknown</span> },
  { key: "entries", title: "Map rows", align: "right", cell: (row) => row.entryCount },
];

/** The switches, with how far their agents follow. */
export function SwitchList() {
  const trpc = useTRPC();
  const switches = useQuery(trpc.switches.list.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  const rows = switches.data ?? [];
  const behind = rows.filter((row) => row.agent.state !== "in_step").length;
  return (
    <>
      <PageTitle>{behind === 0 ? "Switches in step" : `${behind} of ${rows.length} switches not in step`}</PageTitle>
      <PageHeader
        title="Switches"
        lead="Each has one agent, which makes the kernel hold what the tag map says and reads it back."
      />
      <div className="panel">
        <Answer query={switches}>
          {(known) =>
            known.length === 0 ? (
              <EmptyState title="No switch is set up." call="switches.list()">
                The operator's set-up makes switches and gives each agent its token.
              </EmptyState>
            ) : (
              <DataTable caption="Switches" rows={known} columns={COLUMNS} rowKey={(row) => row.id} />
            )
          }
        </Answer>
      </div>
    </>
  );
}
