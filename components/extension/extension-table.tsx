import type { ExtensionView } from "@/server/services/extension/view";
import { ExtensionMark } from "../state/state-mark";
import { ClientVlan } from "../tag/client-vlan";
import { Pair } from "../tag/pair";
import { type Column, DataTable } from "../ui/data-table";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { extensionName } from "./extension-name";
import { whereText } from "./where";

const COLUMNS: readonly Column<ExtensionView>[] = [
  {
    key: "name",
    title: "Extension",
    heads: true,
    cell: (extension) => <TextLink href={`/extensions/${extension.id}`}>{extensionName(extension)}</TextLink>,
  },
  {
    key: "state",
    title: "State",
    cell: (extension) => <ExtensionMark state={extension.state} />,
  },
  { key: "vlan", title: "VLAN", cell: (extension) => <ClientVlan vid={extension.vlan.vid} /> },
  { key: "pair", title: "Pair", cell: (extension) => <Pair {...extension.pair} /> },
  { key: "way", title: "Way", cell: whereText },
  { key: "changed", title: "Changed", cell: (extension) => <Time at={extension.updatedAt} /> },
];

const TENANT: Column<ExtensionView> = { key: "tenant", title: "Tenant", cell: (extension) => extension.tenant.name };

/** Extensions with their live state. */
export function ExtensionTable({ extensions, tenants }: { extensions: readonly ExtensionView[]; tenants: boolean }) {
  const columns = tenants ? [...COLUMNS.slice(0, 1), TENANT, ...COLUMNS.slice(1)] : COLUMNS;
  return <DataTable caption="Extensions" rows={extensions} columns={columns} rowKey={(extension) => extension.id} />;
}
