"use client";

import type { LinkView } from "@/server/services/link/view";
import { type Fault, fieldFault } from "../trpc/fault";
import { Choice } from "../ui/choice";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";
import { encapsulationsFor, type LinkDraft } from "./lay-draft";
import { LayEnd } from "./lay-end";

interface LayFieldsProps {
  readonly draft: LinkDraft;
  readonly links: readonly LinkView[];
  readonly fault: Fault | null;
  readonly onChange: (draft: LinkDraft) => void;
}

/** The fields of a new link, each with the server's word on it. */
export function LayFields({ draft, links, fault, onChange }: LayFieldsProps) {
  const set = (part: Partial<LinkDraft>) => onChange({ ...draft, ...part });
  const number = (key: "longHaul" | "mtu" | "cost", label: string, hint: string) => (
    <Field label={label} hint={hint} error={fieldFault(fault, key)}>
      {(control) => (
        <Input
          {...control}
          className="number"
          inputMode="numeric"
          autoComplete="off"
          value={draft[key]}
          onChange={(event) => set({ [key]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <Choice
          label="Kind of link"
          value={draft.medium}
          onChange={(medium) => set({ medium })}
          options={[
            { value: "line", label: "Dedicated line" },
            { value: "provider", label: "Provider link" },
          ]}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Code" hint="Such as 224; 12 letters, digits and - at most." error={fieldFault(fault, "code")}>
          {(control) => (
            <Input
              {...control}
              className="number"
              autoComplete="off"
              value={draft.code}
              onChange={(event) => set({ code: event.target.value })}
            />
          )}
        </Field>
        <EncapsulationField draft={draft} links={links} fault={fault} set={set} />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <LayEnd name="a" draft={draft} fault={fault} onChange={(a) => set({ a })} />
        <LayEnd name="b" draft={draft} fault={fault} onChange={(b) => set({ b })} />
      </div>
      <div className="grid grid-cols-2 gap-3">
        {draft.medium === "provider" ? number("longHaul", longHaulLabel(draft), longHaulHint(draft)) : null}
        {number("mtu", "MTU", mtuHint(draft.medium))}
        {number("cost", "Cost", "1 to 65,535, any unit.")}
        <Field label="Latency, ms" hint="0 to 10,000." error={fieldFault(fault, "latencyMicros")}>
          {(control) => (
            <Input
              {...control}
              className="number"
              inputMode="decimal"
              autoComplete="off"
              value={draft.latency}
              onChange={(event) => set({ latency: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  );
}

/** Of 24 bits in VXLAN and NVGRE, of 20 as a label; the server refuses what does not fit. */
function longHaulLabel({ provider }: LinkDraft): string {
  return provider === "mpls-gre" ? "Long-haul label" : "Segment ID";
}

function longHaulHint({ provider }: LinkDraft): string {
  const most = provider === "mpls-gre" ? "1,048,575" : "16,777,214";
  return `Tag 4: ${provider === "nvgre" ? "4,096" : "16"} to ${most}.`;
}

function mtuHint(medium: LinkDraft["medium"]): string {
  return `Octets of ${medium === "line" ? "layer 2 payload" : "IP packet"}, 1,500 to 65,535.`;
}

interface EncapsulationFieldProps extends Omit<LayFieldsProps, "onChange"> {
  readonly set: (part: Partial<LinkDraft>) => void;
}

function EncapsulationField({ draft, links, fault, set }: EncapsulationFieldProps) {
  const { medium } = draft;
  const options = encapsulationsFor(medium, links);
  const choose = (value: string) => {
    const kind = options.find((option) => option.kind === value)?.kind;
    if (kind === "vpls" || kind === "q") set({ line: kind });
    else if (kind !== undefined) set({ provider: kind });
  };
  return (
    <Field
      label="Encapsulation"
      hint="It can be changed later, while frames cross."
      error={fieldFault(fault, "encapsulation")}
    >
      {(control) => (
        <Select {...control} value={draft[medium]} onChange={(event) => choose(event.target.value)}>
          {options.map(({ kind, text }) => (
            <option key={kind} value={kind}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
