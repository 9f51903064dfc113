"use client";

import { useQuery } from "@tanstack/react-query";
import type { VlanView } from "@/server/services/vlan/view";
import { vlanText } from "../tag/client-vlan";
import { useTRPC } from "../trpc/context";
import { type Fault, fieldFault } from "../trpc/fault";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";
import { roomLeft } from "./cloud-room";

/** A machine as typed. */
export interface MachineDraft {
  readonly name: string;
  readonly cloudId: string;
  readonly vlanId: string;
  readonly address: string;
  /** Whether the VLAN is extended to it in the same order. */
  readonly extend: boolean;
}

interface MachineFieldsProps {
  readonly draft: MachineDraft;
  readonly onChange: (draft: MachineDraft) => void;
  readonly fault: Fault | null;
  /** The address that it would get; null while it is not known. */
  readonly proposed: string | null;
}

/** The fields of a new machine, each with the server's word on it. */
export function MachineFields({ draft, onChange, fault, proposed }: MachineFieldsProps) {
  const trpc = useTRPC();
  const clouds = useQuery(trpc.clouds.list.queryOptions()).data ?? [];
  const vlans = useQuery(trpc.vlans.list.queryOptions({})).data ?? [];
  const set = (part: Partial<MachineDraft>) => onChange({ ...draft, ...part });
  const free = proposed === null ? "the highest free one of the VLAN's range" : proposed;
  return (
    <div className="grid gap-3 p-3 sm:grid-cols-2">
      <Field label="Name" hint="Yours alone: other tenants do not see it." error={fieldFault(fault, "name")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Cloud" error={fieldFault(fault, "cloudId")}>
        {(control) => (
          <Select {...control} value={draft.cloudId} onChange={(event) => set({ cloudId: event.target.value })}>
            <option value="">Choose</option>
            {clouds.map((cloud) => (
              <option key={cloud.id} value={cloud.id}>
                {cloud.name}, {cloud.datacenter.code}: room for {roomLeft(cloud)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="VLAN" error={fieldFault(fault, "vlanId")}>
        {(control) => (
          <Select {...control} value={draft.vlanId} onChange={(event) => set({ vlanId: event.target.value })}>
            <option value="">Choose</option>
            {vlans.map((vlan) => (
              <option key={vlan.id} value={vlan.id}>
                {vlanOption(vlan)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Address" optional hint={`Empty: ${free}.`} error={fieldFault(fault, "address")}>
        {(control) => (
          <Input {...control} value={draft.address} onChange={(event) => set({ address: event.target.value })} />
        )}
      </Field>
      <label className="flex min-h-8 items-center gap-2 text-table sm:col-span-2">
        <input
          type="checkbox"
          checked={draft.extend}
          onChange={(event) => set({ extend: event.target.checked })}
          className="size-4"
        />
        Extend the VLAN to it in the same order
      </label>
    </div>
  );
}

function vlanOption({ rack, vid, name, cidr }: VlanView): string {
  return `${rack.name}, ${vlanText(vid)}, ${name}${cidr === null ? "" : `, ${cidr}`}`;
}
