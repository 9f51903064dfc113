"use client";

import { useQuery } from "@tanstack/react-query";
import type { RackView } from "@/server/services/rack/view";
import { TagChip } from "../tag/tag-chip";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { type Column, DataTable } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { portWords } from "./port-words";
import { RegisterRack } from "./register-rack";

const COLUMNS: readonly Column<RackView>[] = [
  {
    key: "name",
    title: "Rack",
    heads: true,
    cell: (rack) => <TextLink href={`/racks/${rack.id}`}>{rack.name}</TextLink>,
  },
  { key: "kind", title: "Kind", cell: (rack) => (rack.kind === "virtual" ? "virtual, made by the cloud" : "physical") },
  { key: "datacenter", title: "Datacenter", cell: (rack) => `${rack.datacenter.code}, ${rack.datacenter.name}` },
  {
    key: "hostTag",
    title: "Host tag",
    cell: (rack) => <TagChip tag={{ kind: "host", value: rack.hostTag, format: 0x88a8 }} />,
  },
  { key: "series", title: "Series", cell: (rack) => rack.series },
  { key: "port", title: "Port", cell: (rack) => portWords(rack.port) },
  { key: "vlans", title: "VLANs", align: "right", cell: (rack) => rack.vlanCount },
  { key: "extensions", title: "Extensions", align: "right", cell: (rack) => rack.extensionCount },
  { key: "since", title: "Registered", cell: (rack) => <Time at={rack.createdAt} /> },
];

const TENANT: Column<RackView> = { key: "tenant", title: "Tenant", cell: (rack) => rack.tenant.name };

/** The racks of a tenant, or all of them for an operator. */
export function RackList() {
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const racks = useQuery(trpc.racks.list.queryOptions());
  const member = me !== undefined && !me.operator;
  const columns = member ? COLUMNS : [...COLUMNS.slice(0, 1), TENANT, ...COLUMNS.slice(1)];
  return (
    <>
      <PageTitle>{racks.data ? `${racks.data.length} racks` : "Racks"}</PageTitle>
      <PageHeader
        title="Racks"
        lead="Client systems with a cable to a switch. Each has one host tag, S, which goes on all of its frames."
        actions={member ? <RegisterRack /> : null}
      />
      <div className="panel">
        <Answer query={racks}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState
                title="No rack is registered yet."
                call={'racks.register({ name, datacenterId, kind: "physical" })'}
                action={member ? <RegisterRack /> : null}
              >
                Register a rack: it gets a port on the datacenter's switch and a host tag. Then declare the VLANs that
                it uses.
              </EmptyState>
            ) : (
              <DataTable caption="Racks" rows={rows} columns={columns} rowKey={(rack) => rack.id} />
            )
          }
        </Answer>
      </div>
    </>
  );
}
