import type { PortView } from "@/server/services/switch/view";
import { rateText } from "../frame-path/sentences";
import { Copy } from "../ui/copy";
import { type Column, DataTable } from "../ui/data-table";
import { countText } from "../ui/duration";

const COLUMNS: readonly Column<PortView>[] = [
  {
    key: "number",
    title: "Port",
    heads: true,
    cell: (port) => <span className="number font-medium">{port.number}</span>,
  },
  {
    key: "far",
    title: "Behind it",
    cell: (port) => port.far ?? <span className="text-ink-3">nothing registered</span>,
  },
  { key: "mac", title: "MAC", cell: (port) => (port.mac === null ? <Unknown /> : <Copy value={port.mac} />) },
  {
    key: "mtu",
    title: "MTU",
    align: "right",
    cell: (port) => (port.mtu === null ? <Unknown /> : <span className="number">{port.mtu}</span>),
  },
  { key: "in", title: "Frames in", align: "right", cell: (port) => number(port.framesIn) },
  { key: "inRate", title: "in/s", align: "right", cell: (port) => rate(port.framesInPerSecond) },
  { key: "out", title: "Frames out", align: "right", cell: (port) => number(port.framesOut) },
  { key: "outRate", title: "out/s", align: "right", cell: (port) => rate(port.framesOutPerSecond) },
  { key: "dropped", title: "Dropped", align: "right", cell: (port) => number(port.dropped) },
  { key: "tooLarge", title: "too large", align: "right", cell: (port) => number(port.tooLarge) },
];

/** Ports of one kind with their counters, as the kernel has them. */
export function PortGroup({ ports }: { ports: readonly PortView[] }) {
  if (ports.length === 0) return <p className="p-3 text-ink-2">None.</p>;
  return <DataTable caption="Ports" rows={ports} columns={COLUMNS} rowKey={(port) => String(port.number)} />;
}

function Unknown() {
  return <span className="text-ink-3">unknown</span>;
}

function number(value: number | null) {
  return value === null ? <Unknown /> : <span className="number">{countText(value)}</span>;
}

function rate(value: number | null) {
  return value === null ? <Unknown /> : <span className="number">{rateText(value).replace("/s", "")}</span>;
}
