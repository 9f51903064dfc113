import type { TagMapRow } from "@/server/services/switch/view";
import type { StateShape } from "../state/shape";
import { Mark } from "../state/state-mark";
import { ClientVlan } from "../tag/client-vlan";
import { Pair } from "../tag/pair";
import { type Column, DataTable } from "../ui/data-table";
import { countText } from "../ui/duration";

const KERNEL: Record<TagMapRow["kernel"], StateShape> = {
  present: "configured",
  missing: "failed",
  wrong: "failed",
  unknown: "degraded",
};

const COLUMNS: readonly Column<TagMapRow>[] = [
  { key: "key", title: "Row", heads: true, cell: (row) => <span className="number">{row.key}</span> },
  { key: "port", title: "Port", cell: (row) => `${row.port}, ${row.portKind}` },
  {
    key: "vlan",
    title: "Client VLAN",
    cell: (row) =>
      row.clientVlan === null ? (
        <span className="text-ink-2">{row.areCopies ? "copies, one way" : "trunk, pair stays on"}</span>
      ) : (
        <ClientVlan vid={row.clientVlan} />
      ),
  },
  { key: "pair", title: "Pair", cell: (row) => <Pair hostTag={row.hostTag} customerTag={row.customerTag} /> },
  { key: "segment", title: "Segment", align: "right", cell: (row) => segmentText(row) },
  { key: "owner", title: "For", cell: (row) => `${row.tenant}, ${row.rack}${row.vlanName ? `, ${row.vlanName}` : ""}` },
  {
    key: "kernel",
    title: "In the kernel",
    cell: (row) => (
      <span data-kernel={row.kernel}>
        <Mark shape={KERNEL[row.kernel]}>{row.kernel}</Mark>
        {row.detail ? <span className="block text-xs text-danger">{row.detail}</span> : null}
      </span>
    ),
  },
  { key: "in", title: "In", align: "right", cell: (row) => count(row.framesIn) },
  { key: "out", title: "Out", align: "right", cell: (row) => count(row.framesOut) },
];

/** Intent beside the kernel, row by row. */
export function TagMapTable({ rows }: { rows: readonly TagMapRow[] }) {
  if (rows.length === 0) return <p className="p-3 text-ink-2">No row: nothing is extended over this switch.</p>;
  return (
    <DataTable
      caption="Tag map"
      rows={rows}
      columns={COLUMNS}
      rowKey={(row) => row.key}
      rowClass={(row) => (row.kernel === "missing" || row.kernel === "wrong" ? "bg-danger-soft" : undefined)}
    />
  );
}

function segmentText({ segment, uplink }: TagMapRow) {
  return uplink === null ? (segment ?? "not yet") : `on by port ${uplink}`;
}

function count(value: number | null) {
  return value === null ? <span className="text-ink-3">–</span> : <span className="number">{countText(value)}</span>;
}
