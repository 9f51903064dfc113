import type { CloudSystemView, CloudView } from "@/server/services/cloud/view";
import { type Column, DataTable } from "../ui/data-table";

/** A system that can hold machines, with its cloud. */
interface RoomRow {
  readonly cloud: CloudView;
  readonly system: CloudSystemView;
  readonly capacity: number;
  readonly used: number;
}

const COLUMNS: readonly Column<RoomRow>[] = [
  { key: "system", title: "System", heads: true, cell: ({ system }) => system.name },
  { key: "cloud", title: "Cloud", cell: ({ cloud }) => cloud.name },
  { key: "place", title: "Datacenter", cell: ({ cloud }) => `${cloud.datacenter.code}, ${cloud.datacenter.place}` },
  { key: "kind", title: "Kind", cell: ({ system }) => system.kind },
  { key: "room", title: "Machines", cell: (row) => <Room {...row} />, className: "min-w-48" },
];

/** What clouds can hold, and hold: how many, never whose. */
export function CloudRoom({ clouds }: { clouds: readonly CloudView[] }) {
  const rows = clouds.flatMap((cloud) =>
    cloud.systems.flatMap((system) => (system.machines === null ? [] : [{ cloud, system, ...system.machines }])),
  );
  return <DataTable caption="Systems for machines" rows={rows} columns={COLUMNS} rowKey={({ system }) => system.id} />;
}

function Room({ capacity, used }: RoomRow) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-2 w-24 shrink-0 overflow-hidden rounded-full border border-line bg-sunken">
        <span className="block h-full bg-ink-3" style={{ width: `${capacity === 0 ? 0 : (100 * used) / capacity}%` }} />
      </span>
      <span className="number">
        {used} of {capacity}
      </span>
    </span>
  );
}

/** How many more machines a cloud can hold. */
export function roomLeft({ systems }: CloudView): number {
  return systems.reduce((sum, { machines }) => sum + (machines === null ? 0 : machines.capacity - machines.used), 0);
}
