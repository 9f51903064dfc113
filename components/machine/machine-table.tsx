import type { MachineView } from "@/server/services/machine/view";
import { type Column, DataTable } from "../ui/data-table";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { Addresses } from "./addresses";
import { MachineMark } from "./machine-mark";
import { MoveMark } from "./move-mark";

const COLUMNS: readonly Column<MachineView>[] = [
  {
    key: "name",
    title: "Machine",
    heads: true,
    cell: ({ id, name }) => <TextLink href={`/machines/${id}`}>{name}</TextLink>,
  },
  { key: "state", title: "State", cell: stateCell },
  { key: "cloud", title: "Cloud", cell: ({ cloud, datacenterCode }) => `${cloud.name}, ${datacenterCode}` },
  { key: "system", title: "System", cell: ({ system }) => system },
  { key: "mac", title: "MAC", cell: ({ mac }) => <span className="number">{mac}</span> },
  { key: "addresses", title: "Addresses", cell: (machine) => <Addresses machine={machine} /> },
  { key: "extensions", title: "Extensions", align: "right", cell: ({ extensions }) => extensions.length },
  { key: "made", title: "Made", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

const TENANT: Column<MachineView> = { key: "tenant", title: "Tenant", cell: ({ tenant }) => tenant.name };

/** Machines with their state as it changes. */
export function MachineTable({ machines, tenants }: { machines: readonly MachineView[]; tenants: boolean }) {
  const columns = tenants ? [...COLUMNS.slice(0, 1), TENANT, ...COLUMNS.slice(1)] : COLUMNS;
  return <DataTable caption="Machines" rows={machines} columns={columns} rowKey={({ id }) => id} />;
}

function stateCell({ state, moves: [last] }: MachineView) {
  if (last?.stage !== "awaiting_approval") return <MachineMark state={state} />;
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      <MachineMark state={state} />
      <MoveMark stage={last.stage} />
    </span>
  );
}
