import { Plus } from "lucide-react";
import Link from "next/link";
import type { ExtensionView } from "@/server/services/extension/view";
import type { RackView } from "@/server/services/rack/view";
import type { VlanView } from "@/server/services/vlan/view";
import { vlanText } from "../tag/client-vlan";
import { Disclosure } from "../ui/disclosure";
import { LanArrival } from "./lan-arrival";
import { LanHead, LanNeighbour } from "./lan-neighbour";

interface OwnLanProps {
  readonly rack: RackView;
  readonly vlans: readonly VlanView[];
  readonly extensions: readonly ExtensionView[];
  readonly member: boolean;
}

/**
 * Each VLAN as the client knows it: one LAN with the rack at its head, resources and own racks as its neighbours wherever
 * they stand (seed FIG. 1, dotted extension 114). VLANs of other racks that arrive here are LANs of this rack too.
 */
export function OwnLan({ rack, vlans, extensions, member }: OwnLanProps) {
  const arrivals = extensions.filter((extension) => extension.resource.rackId === rack.id && !hasEnded(extension));
  if (vlans.length === 0 && arrivals.length === 0) {
    return (
      <p className="p-3 text-ink-2">
        No VLAN yet. Declare the VLAN ids that {rack.name} uses, for example 10,20: each becomes a LAN here.
      </p>
    );
  }
  const used = vlans.filter((vlan) => extensions.some((extension) => isOn(extension, vlan)));
  const unused = vlans.filter((vlan) => !used.includes(vlan));
  const shown = vlans.length <= FEW ? vlans : used;
  const hidden = vlans.length <= FEW ? [] : unused;
  const lan = (vlan: VlanView) => (
    <Lan
      key={vlan.id}
      rack={rack}
      vlan={vlan}
      members={extensions.filter((each) => isOn(each, vlan))}
      member={member}
    />
  );
  return (
    <>
      <ul>
        {shown.map(lan)}
        {arrivals.map((extension) => (
          <LanArrival key={extension.id} rack={rack} extension={extension} />
        ))}
      </ul>
      {hidden.length > 0 ? (
        <div className="p-3">
          <Disclosure summary={`${hidden.length} VLANs with nothing in the cloud yet`}>
            <ul>{hidden.map(lan)}</ul>
          </Disclosure>
        </div>
      ) : null}
    </>
  );
}

/** So many LANs are all shown at once. */
const FEW = 6;

interface LanProps {
  readonly rack: RackView;
  readonly vlan: VlanView;
  readonly members: readonly ExtensionView[];
  readonly member: boolean;
}

function Lan(props: LanProps) {
  const { vlan } = props;
  return (
    <li className="border-b border-line p-3 last:border-b-0">
      <p className="mb-2 flex flex-wrap items-baseline gap-x-3 text-table">
        <span className="font-medium">{vlan.vid === null ? "Untagged" : vlanText(vlan.vid)}</span>
        {vlan.name ? <span className="min-w-0 wrap-anywhere text-ink-2">{vlan.name}</span> : null}
        {vlan.cidr ? <span className="number text-ink-2">{vlan.cidr}</span> : null}
      </p>
      <Bus {...props} />
    </li>
  );
}

function isOn(extension: ExtensionView, vlan: VlanView): boolean {
  return extension.vlan.id === vlan.id && !hasEnded(extension);
}

function hasEnded({ state }: ExtensionView): boolean {
  return state === "released" || state === "rejected" || state === "failed";
}

function Bus({ rack, vlan, members, member }: LanProps) {
  return (
    <div className="relative flex flex-wrap items-center gap-x-4 gap-y-2">
      <span aria-hidden="true" className="absolute inset-x-0 top-5 border-t-2 border-ink-3 max-md:hidden" />
      <LanHead name={rack.name} />
      {members.map((extension) => (
        <LanNeighbour key={extension.id} home={rack.datacenter.code} extension={extension} end="resource" />
      ))}
      {member ? (
        <Link
          href={`/extensions/new?vlan=${vlan.id}`}
          className="relative flex h-10 items-center gap-1.5 rounded-md border border-dashed border-line-strong bg-surface px-3 text-ink-2 hover:bg-hover hover:text-ink"
        >
          <Plus aria-hidden className="size-4" /> Extend into the cloud
          <span className="sr-only"> from {vlanText(vlan.vid)}</span>
        </Link>
      ) : null}
    </div>
  );
}
