import type { OfferedPath } from "@/server/services/topology/offered-ways";
import { Mark } from "../state/state-mark";
import { type Column, DataTable } from "../ui/data-table";

type Offer = OfferedPath & { readonly fits: boolean };

const COLUMNS: readonly Column<Offer>[] = [
  { key: "links", title: "Links", heads: true, cell: ({ linkCodes }) => linkCodes.join(", ") },
  { key: "by", title: "Datacenters", cell: ({ datacenters }) => datacenters.join(" – ") },
  { key: "cost", title: "Cost", align: "right", cell: ({ cost }) => cost },
  { key: "latency", title: "Latency", align: "right", cell: ({ latencyMicros }) => `${latencyMicros / 1000} ms` },
  { key: "mtu", title: "Payload", align: "right", cell: ({ mtu }) => mtu },
  { key: "stands", title: "For this order", cell: standing },
];

/** Every path between the two datacenters, best first, with what the operator says of it. */
export function PathOffers({ paths }: { paths: readonly Offer[] }) {
  return (
    <DataTable
      caption="Possible paths"
      rows={paths}
      columns={COLUMNS}
      rowKey={({ linkCodes }) => linkCodes.join(" ")}
    />
  );
}

function standing({ isBest, fits }: Offer) {
  if (isBest) return <Mark shape="live">taken</Mark>;
  return fits ? "next if it fails" : <span className="text-ink-3">not as you asked</span>;
}
