"use client";

import { useQuery } from "@tanstack/react-query";
import type { DatacenterView } from "@/server/services/datacenter/view";
import { useTRPC } from "../trpc/context";
import { type Fault, fieldFault } from "../trpc/fault";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";
import type { RackDraft } from "./rack-draft";

interface RackFieldsProps {
  readonly draft: RackDraft;
  readonly onChange: (draft: RackDraft) => void;
  readonly fault: Fault | null;
}

/** The fields of a registration, each with the server's word on it. */
export function RackFields({ draft, onChange, fault }: RackFieldsProps) {
  const trpc = useTRPC();
  const datacenters = useQuery(trpc.datacenters.list.queryOptions()).data ?? [];
  const set = (part: Partial<RackDraft>) => onChange({ ...draft, ...part });
  const text = (key: "mac" | "room" | "cabinet" | "heightUnits", label: string, hint?: string) => (
    <Field label={label} optional hint={hint} error={fieldFault(fault, key)}>
      {(control) => <Input {...control} value={draft[key]} onChange={(event) => set({ [key]: event.target.value })} />}
    </Field>
  );
  return (
    <>
      <Field label="Name" hint="As your people call it, for example R12." error={fieldFault(fault, "name")}>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Datacenter" error={fieldFault(fault, "datacenterId")}>
        {(control) => (
          <Select
            {...control}
            value={draft.datacenterId}
            onChange={(event) => set({ datacenterId: event.target.value })}
          >
            <option value="">Choose</option>
            {datacenters.map((datacenter) => (
              <option key={datacenter.id} value={datacenter.id}>
                {optionText(datacenter)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Kind"
        hint="Both have the same rights. A virtual one is made by the cloud, with a MAC that the cloud gives it and the first free address of each VLAN's range."
        error={fieldFault(fault, "kind")}
      >
        {(control) => (
          <Select
            {...control}
            value={draft.kind}
            onChange={(event) => set({ kind: event.target.value === "virtual" ? "virtual" : "physical" })}
          >
            <option value="physical">physical</option>
            <option value="virtual">virtual</option>
          </Select>
        )}
      </Field>
      {draft.kind === "virtual"
        ? null
        : text("mac", "MAC", "Of its uplink, such as 02:00:00:00:00:01. Frames that you send from here carry it.")}
      <div className="grid grid-cols-3 gap-3">
        {text("room", "Room")}
        {text("cabinet", "Cabinet")}
        {text("heightUnits", "Height, units")}
      </div>
    </>
  );
}

function optionText(datacenter: DatacenterView): string {
  const ports = datacenter.freeClientPorts === 1 ? "1 free port" : `${datacenter.freeClientPorts} free ports`;
  return `${datacenter.code}, ${datacenter.name}, ${datacenter.place}: ${ports}`;
}
