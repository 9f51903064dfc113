import type { AuditView } from "@/server/services/audit/view";
import { Copy } from "../ui/copy";
import { type Column, DataTable } from "../ui/data-table";
import { Disclosure } from "../ui/disclosure";
import { Time } from "../ui/time";

const COLUMNS: readonly Column<AuditView>[] = [
  { key: "action", title: "Action", heads: true, cell: (row) => row.action },
  { key: "at", title: "When", cell: (row) => <Time at={row.at} /> },
  {
    key: "actor",
    title: "Who",
    cell: (row) => row.actor.name,
  },
  { key: "subject", title: "What", cell: (row) => <Copy value={row.subjectId} /> },
  { key: "change", title: "Before and after", className: "max-w-xl", cell: (row) => <Change row={row} /> },
];

const TENANT: Column<AuditView> = { key: "tenant", title: "Tenant", cell: (row) => row.tenant ?? "none" };

/** Audit rows; the number is the row's own, without gaps. */
export function AuditTable({ rows, tenants }: { rows: readonly AuditView[]; tenants: boolean }) {
  const columns = tenants ? [...COLUMNS.slice(0, 3), TENANT, ...COLUMNS.slice(3)] : COLUMNS;
  return <DataTable caption="Audit" rows={rows} columns={columns} rowKey={(row) => String(row.id)} />;
}

function Change({ row }: { row: AuditView }) {
  if (row.before === null && row.after === null) return <span className="text-ink-3">none</span>;
  return (
    <Disclosure summary={row.before === null ? "after" : row.after === null ? "before" : "both"}>
      <pre className="number max-w-full overflow-x-auto rounded-md bg-sunken p-2 text-left text-xs whitespace-pre-wrap">
        {[row.before === null ? null : `- ${row.before}`, row.after === null ? null : `+ ${row.after}`]
          .filter(Boolean)
          .join("\n")}
      </pre>
    </Disclosure>
  );
}
