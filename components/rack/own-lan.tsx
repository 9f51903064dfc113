import { Cloud, Cpu, Plus, Server } from "lucide-react";
import Link from "next/link";
import type { ExtensionView } from "@/server/services/extension/view";
import type { RackView } from "@/server/services/rack/view";
import type { VlanView } from "@/server/services/vlan/view";
import { Shape } from "../state/shape";
import { EXTENSION_STATES } from "../state/state-mark";
import { vlanText } from "../tag/client-vlan";

interface OwnLanProps {
  readonly rack: RackView;
  readonly vlans: readonly VlanView[];
  readonly extensions: readonly ExtensionView[];
  readonly member: boolean;
}

/** Each VLAN as the client knows it: one LAN with the rack at its head and the resources as its neighbours. */
export function OwnLan({ rack, vlans, extensions, member }: OwnLanProps) {
  if (vlans.length === 0) {
    return (
      <p className="p-3 text-ink-2">
        No VLAN yet. Declare the VLAN ids that {rack.name} uses, for example 10,20: each becomes a LAN here.
      </p>
    );
  }
  return (
    <ul className="flex flex-col">
      {vlans.map((vlan) => (
        <li key={vlan.id} className="border-b border-line p-3 last:border-b-0">
          <p className="mb-2 flex flex-wrap items-baseline gap-x-3 text-table">
            <span className="font-medium">{vlan.vid === null ? "Untagged" : vlanText(vlan.vid)}</span>
            {vlan.name ? <span className="text-ink-2">{vlan.name}</span> : null}
            {vlan.cidr ? <span className="number text-ink-2">{vlan.cidr}</span> : null}
          </p>
          <Bus rack={rack} vlan={vlan} members={extensions.filter((each) => isOn(each, vlan))} member={member} />
        </li>
      ))}
    </ul>
  );
}

function isOn(extension: ExtensionView, vlan: VlanView): boolean {
  const { state } = extension;
  return extension.vlan.id === vlan.id && state !== "released" && state !== "rejected" && state !== "failed";
}

function Bus({
  rack,
  vlan,
  members,
  member,
}: {
  rack: RackView;
  vlan: VlanView;
  members: ExtensionView[];
  member: boolean;
}) {
  return (
    <div className="relative flex flex-wrap items-center gap-x-4 gap-y-2">
      <span aria-hidden="true" className="absolute inset-x-0 top-5 border-t-2 border-ink-3 max-md:hidden" />
      <span className="relative flex h-10 items-center gap-1.5 rounded-md border border-line-strong bg-sunken px-3 font-semibold">
        <Server aria-hidden className="size-4 text-ink-3" /> {rack.name}
      </span>
      {members.map((extension) => (
        <Neighbour key={extension.id} extension={extension} />
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

function Neighbour({ extension }: { extension: ExtensionView }) {
  const state = EXTENSION_STATES[extension.state];
  const Icon = extension.resource.kind === "virtual" ? Cpu : Cloud;
  return (
    <Link
      href={`/extensions/${extension.id}`}
      title={`${state.word}: ${state.meaning}`}
      className="relative flex h-10 items-center gap-2 rounded-md border border-line-strong bg-surface px-3 hover:bg-hover"
    >
      <Icon aria-hidden className="size-4 text-ink-3" />
      <span className="font-semibold">{extension.resource.name}</span>
      <span className="flex items-center gap-1 text-xs text-ink-2">
        <Shape shape={state.shape} className="size-2.5" /> {state.word}
      </span>
    </Link>
  );
}
