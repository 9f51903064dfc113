"use client";

import type { MacRowView } from "@/server/services/mac-table/view";
import { Mark } from "../state/state-mark";
import { Copy } from "../ui/copy";
import { type Column, DataTable } from "../ui/data-table";
import { Time } from "../ui/time";
import { isAtMachine, rowName } from "./shown-rows";

const COLUMNS: readonly Column<MacRowView>[] = [
  { key: "mac", title: "Address", heads: true, cell: ({ mac }) => <Copy value={mac} /> },
  { key: "datacenter", title: "Datacenter", cell: ({ datacenter: { code, place } }) => `${code}, ${place}` },
  {
    key: "switch",
    title: "Switch",
    align: "right",
    cell: ({ switchCode }) => <span className="number">{switchCode}</span>,
  },
  { key: "port", title: "Port", align: "right", cell: ({ port }) => <span className="number">{port}</span> },
  { key: "far", title: "Hangs there", cell: (row) => <Far row={row} /> },
  { key: "since", title: "Since", cell: (row) => <Since row={row} /> },
  { key: "moved", title: "Moved", cell: (row) => <Moved row={row} /> },
];

/** Addresses with where they were learned. */
export function MacTable({ rows }: { rows: readonly MacRowView[] }) {
  return <DataTable caption="MAC table" rows={rows} columns={COLUMNS} rowKey={rowName} />;
}

function Far({ row }: { row: MacRowView }) {
  if (row.far === null) return <span className="text-ink-3">nothing known</span>;
  if (isAtMachine(row)) return row.far;
  return <span className="text-ink-2">further on: {row.far}</span>;
}

function Since({ row: { since } }: { row: MacRowView }) {
  if (since !== null) return <Time at={since} />;
  return <span className="text-ink-3">before the portal listened</span>;
}

function Moved({ row: { moved } }: { row: MacRowView }) {
  if (moved === null) return <span className="text-ink-3">no</span>;
  return (
    <Mark shape="degraded" className="flex-wrap">
      from {moved.from} (port {moved.port}) <Time at={moved.at} />
    </Mark>
  );
}
