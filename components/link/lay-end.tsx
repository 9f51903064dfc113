"use client";

import { useQuery } from "@tanstack/react-query";
import type { PortView, SwitchView } from "@/server/services/switch/view";
import { useTRPC } from "../trpc/context";
import { type Fault, fieldFault } from "../trpc/fault";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";
import type { EndDraft, LinkDraft } from "./lay-draft";

interface LayEndProps {
  readonly name: "a" | "b";
  readonly draft: LinkDraft;
  readonly fault: Fault | null;
  readonly onChange: (end: EndDraft) => void;
}

/** One end of a new link: a switch, a link port of it with nothing on it, and at a provider its router's address. */
export function LayEnd({ name, draft, fault, onChange }: LayEndProps) {
  const trpc = useTRPC();
  const end = draft[name];
  const other = draft[name === "a" ? "b" : "a"];
  const switches = useQuery(trpc.switches.list.queryOptions()).data ?? [];
  const chosen = end.switchCode !== "";
  const map = useQuery(trpc.switches.tagMap.queryOptions({ code: end.switchCode }, { enabled: chosen }));
  const ports = (map.data?.ports ?? []).filter(({ kind }) => kind === "link");
  const set = (part: Partial<EndDraft>) => onChange({ ...end, ...part });
  const farDatacenter = switches.find(({ code }) => code === other.switchCode)?.datacenter.code;
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-table font-semibold">{name === "a" ? "From" : "To"}</legend>
      <Field label="Switch" error={fieldFault(fault, `${name}.switchCode`) ?? fieldFault(fault, name)}>
        {(control) => (
          <Select
            {...control}
            value={end.switchCode}
            onChange={(event) => set({ switchCode: event.target.value, port: "" })}
          >
            <option value="">Choose</option>
            {switches.map((one) => (
              <option key={one.code} value={one.code} disabled={one.datacenter.code === farDatacenter}>
                {switchText(one)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Link port"
        hint={map.data === undefined ? null : freeText(end.switchCode, ports)}
        error={fieldFault(fault, `${name}.port`)}
      >
        {(control) => (
          <Select
            {...control}
            value={end.port}
            disabled={!chosen}
            onChange={(event) => set({ port: event.target.value })}
          >
            <option value="">{chosen ? "Choose" : "Switch first"}</option>
            {ports.map((port) => (
              <option key={port.number} value={port.number} disabled={port.far !== null}>
                {portText(port)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {draft.medium === "provider" ? (
        <Field label="Address" hint="Of its router at the provider." error={fieldFault(fault, `${name}.address`)}>
          {(control) => (
            <Input
              {...control}
              className="number"
              autoComplete="off"
              placeholder="203.0.113.1"
              value={end.address}
              onChange={(event) => set({ address: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </fieldset>
  );
}

function switchText({ code, datacenter }: SwitchView): string {
  return `${code}, ${datacenter.code}, ${datacenter.place}`;
}

function portText({ number, far }: PortView): string {
  return far === null ? `${number}, free` : `${number}, ${far}`;
}

function freeText(switchCode: string, ports: readonly PortView[]): string | null {
  if (ports.some(({ far }) => far === null)) return null;
  const has = ports.length === 0 ? "has no link port" : "has no free link port";
  return `Switch ${switchCode} ${has}. Cable one, or choose another switch.`;
}
