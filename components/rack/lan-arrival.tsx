import type { ExtensionView } from "@/server/services/extension/view";
import type { RackView } from "@/server/services/rack/view";
import { vlanText } from "../tag/client-vlan";
import { LanHead, LanNeighbour } from "./lan-neighbour";

/** A LAN that begins at another rack of the tenant's and has this one on it. */
export function LanArrival({ rack, extension }: { rack: RackView; extension: ExtensionView }) {
  const { vlan, resource } = extension;
  const here = resource.vid ?? vlan.vid;
  return (
    <li className="border-b border-line p-3 last:border-b-0">
      <p className="mb-2 flex flex-wrap items-baseline gap-x-3 text-table">
        <span className="font-medium">{here === null || here === "untagged" ? "Untagged" : vlanText(here)}</span>
        <span className="min-w-0 wrap-anywhere text-ink-2">
          {vlan.name}, arrives from {extension.rack.name}
          {resource.vid === null ? "" : `, ${vlanText(vlan.vid)} there`}
        </span>
        {vlan.cidr ? <span className="number text-ink-2">{vlan.cidr}</span> : null}
      </p>
      <div className="relative flex flex-wrap items-center gap-x-4 gap-y-2">
        <span aria-hidden="true" className="absolute inset-x-0 top-5 border-t-2 border-ink-3 max-md:hidden" />
        <LanHead name={rack.name} />
        <LanNeighbour home={rack.datacenter.code} extension={extension} end="rack" />
      </div>
    </li>
  );
}
