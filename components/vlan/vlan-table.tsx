"use client";

import type { VlanView } from "@/server/services/vlan/view";
import { ClientVlan, vlanText } from "../tag/client-vlan";
import { Pair } from "../tag/pair";
import { Copy } from "../ui/copy";
import { type Column, DataTable } from "../ui/data-table";
import { TextLink } from "../ui/text-link";
import { OverlapBadge } from "./overlap-badge";
import { ReleaseVlan } from "./release-vlan";

interface VlanTableProps {
  readonly vlans: readonly VlanView[];
  readonly member: boolean;
  /** On a rack's own page its name is not repeated. */
  readonly inRack?: boolean;
}

/** VLANs with their pairs, what overlaps, and what uses them. */
export function VlanTable({ vlans, member, inRack }: VlanTableProps) {
  const columns: readonly Column<VlanView>[] = [
    { key: "vid", title: "VLAN", heads: true, cell: (vlan) => <ClientVlan vid={vlan.vid} /> },
    ...(inRack ? [] : [RACK]),
    {
      key: "name",
      title: "Name",
      className: NAME_LOOK,
      // Its own page has its rules and addresses.
      cell: ({ id, name, vid }) => (
        <TextLink href={`/vlans/${id}`} prefetch={false}>
          {name || vlanText(vid)}
        </TextLink>
      ),
    },
    {
      key: "cidr",
      title: "IP range",
      cell: (vlan) =>
        vlan.cidr ? <span className="number">{vlan.cidr}</span> : <span className="text-ink-3">not given</span>,
    },
    { key: "pair", title: "Pair", cell: (vlan) => <Pair hostTag={vlan.hostTag} customerTag={vlan.customerTag} /> },
    ...(inRack ? [] : [SEGMENT]),
    {
      key: "overlap",
      title: "Overlap",
      cell: (vlan) => <OverlapBadge vid={vlan.vid} {...vlan.overlap} pair={vlan} />,
    },
    { key: "extensions", title: "Extensions", align: "right", cell: (vlan) => vlan.extensionCount },
    ...(member ? [ACTIONS] : []),
  ];
  if (vlans.length === 0) return <p className="p-3 text-ink-2">None yet.</p>;
  return <DataTable caption="VLANs" rows={vlans} columns={columns} rowKey={(vlan) => vlan.id} />;
}

/** Names are of any length and may have no blank to break at. */
const NAME_LOOK = "wrap-anywhere md:min-w-24";

const RACK: Column<VlanView> = {
  key: "rack",
  title: "Rack",
  className: NAME_LOOK,
  cell: (vlan) => <TextLink href={`/racks/${vlan.rack.id}`}>{vlan.rack.name}</TextLink>,
};

const SEGMENT: Column<VlanView> = {
  key: "segment",
  title: "Segment id",
  cell: (vlan) => <Copy value={String(vlan.segmentId)} />,
};

const ACTIONS: Column<VlanView> = {
  key: "actions",
  title: "Actions",
  align: "right",
  cell: (vlan) => (
    <span className="inline-flex items-center gap-3 whitespace-nowrap">
      <TextLink href={`/extensions/new?vlan=${vlan.id}`} prefetch={false}>
        Extend
      </TextLink>
      <ReleaseVlan vlan={vlan} />
    </span>
  ),
};
