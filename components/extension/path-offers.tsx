import { PATHS_KEPT } from "@/server/domain/path-choice";
import type { OfferedPath } from "@/server/services/topology/offered-ways";
import { Mark } from "../state/state-mark";
import { type Column, DataTable } from "../ui/data-table";

type Offer = OfferedPath & { readonly fits: boolean };
type Ranked = Offer & {
  /** Among those that fit, from 0. */
  readonly rank: number;
};

const COLUMNS: readonly Column<Ranked>[] = [
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
      rows={ranked(paths)}
      columns={COLUMNS}
      rowKey={({ linkCodes }) => linkCodes.join(" ")}
    />
  );
}

function ranked(paths: readonly Offer[]): Ranked[] {
  return paths.map((path, index) => ({ ...path, rank: paths.slice(0, index).filter(({ fits }) => fits).length }));
}

function standing({ isBest, fits, rank }: Ranked) {
  if (isBest) return <Mark shape="live">taken</Mark>;
  if (!fits) return <span className="text-ink-3">not as you asked</span>;
  return rank < PATHS_KEPT ? "next if it fails" : <span className="text-ink-3">not kept ready</span>;
}
