"use client";

import { faultUnder } from "../profile/field-fault";
import { RateField } from "../profile/rate-field";
import type { Fault } from "../trpc/fault";
import { Choice } from "../ui/choice";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";
import type { RuleDraft } from "./rule-draft";
import type { CopyTargets } from "./use-copy-targets";

interface RuleFieldsProps {
  readonly draft: RuleDraft;
  readonly fault: Fault | null;
  readonly targets: CopyTargets;
  readonly onChange: (draft: RuleDraft) => void;
}

/** The fields of a rule: what it is called, what it does, and what it matches. */
export function RuleFields({ draft, fault, targets, onChange }: RuleFieldsProps) {
  const set = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <Field label="Name" hint="For your own overview, such as no telnet." error={faultUnder(fault, "name")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-col items-start gap-1">
        <span className="text-table font-medium text-ink-2">Action</span>
        <Choice
          label="Action"
          value={draft.action}
          onChange={(action) => set({ action })}
          options={[
            { value: "drop", label: "Drop" },
            { value: "allow", label: "Allow" },
            { value: "rate-limit", label: "Limit" },
            { value: "mirror", label: "Copy" },
          ]}
        />
        <p className="text-xs text-ink-3">{ACTION_HINTS[draft.action]}</p>
      </div>
      {draft.action === "rate-limit" ? (
        <RateField
          label="Rate"
          hint="8 kbit/s to 400 Gbit/s, at each port by itself."
          error={faultUnder(fault, "action.bandwidth")}
          rate={draft.rate}
          onChange={(rate) => set({ rate })}
        />
      ) : null}
      {draft.action === "mirror" ? <CopyTo draft={draft} fault={fault} targets={targets} onChange={onChange} /> : null}
      <MatchFields draft={draft} fault={fault} set={set} />
    </>
  );
}

const ACTION_HINTS: Record<RuleDraft["action"], string> = {
  drop: "Frames that match end here.",
  allow: "Frames that match go on, and no later rule is asked.",
  "rate-limit": "Frames that match go on up to the rate; what is over is dropped.",
  mirror: "Frames that match go on, and a copy goes to a resource of yours, wherever it is.",
};

function CopyTo({ draft, fault, targets: { names, offered }, onChange }: RuleFieldsProps) {
  const isLeft = draft.resourceId !== "" && !offered.has(draft.resourceId);
  return (
    <Field
      label="Copy to"
      hint={
        offered.size === 0
          ? "This rack reaches no resource yet: extend a VLAN of it to one first."
          : "What an extension of this rack reaches, in any datacenter. Copies leave there within that extension's limits."
      }
      error={faultUnder(fault, "action.resourceId")}
    >
      {(control) => (
        <Select
          {...control}
          value={draft.resourceId}
          onChange={(event) => onChange({ ...draft, resourceId: event.target.value })}
        >
          <option value="">Choose a resource</option>
          {isLeft ? (
            <option value={draft.resourceId}>{names.get(draft.resourceId) ?? "a resource"}, no extension now</option>
          ) : null}
          {[...offered].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

type TextKey =
  | "sourceMac"
  | "destinationMac"
  | "etherType"
  | "sourceIp"
  | "destinationIp"
  | "sourcePort"
  | "destinationPort";

interface MatchFieldsProps {
  readonly draft: RuleDraft;
  readonly fault: Fault | null;
  readonly set: (part: Partial<RuleDraft>) => void;
}

function MatchFields({ draft, fault, set }: MatchFieldsProps) {
  const text = (key: TextKey, label: string, placeholder: string, inputMode?: "numeric") => (
    <Field label={label} error={faultUnder(fault, `match.${key}`)}>
      {(control) => (
        <Input
          {...control}
          className="number"
          autoComplete="off"
          spellCheck={false}
          inputMode={inputMode}
          placeholder={placeholder}
          value={draft[key]}
          onChange={(event) => set({ [key]: event.target.value })}
        />
      )}
    </Field>
  );
  const whole = fault?.field === "match" ? fault.message : null;
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-md border border-line p-3">
      <legend className="px-1 text-table font-medium text-ink-2">Matches frames with all of these; empty: any</legend>
      {whole === null ? null : (
        <p role="alert" className="text-table text-danger">
          {whole}
        </p>
      )}
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {text("sourceMac", "Source MAC", "02:00:00:00:00:0a")}
        {text("destinationMac", "Destination MAC", "ff:ff:ff:ff:ff:ff")}
        {text("etherType", "EtherType, hex", "0806")}
        <PriorityField draft={draft} fault={fault} set={set} />
        {text("sourceIp", "Source prefix", "10.20.30.0/24")}
        {text("destinationIp", "Destination prefix", "10.20.30.0/24")}
      </div>
      <div className="grid grid-cols-2 items-start gap-3 sm:grid-cols-3 max-sm:*:first:col-span-2">
        <ProtocolField draft={draft} fault={fault} set={set} />
        {text("sourcePort", "Source port", "1024", "numeric")}
        {text("destinationPort", "Destination port", "23", "numeric")}
      </div>
    </fieldset>
  );
}

function PriorityField({ draft, fault, set }: MatchFieldsProps) {
  return (
    <Field label="Priority" error={faultUnder(fault, "match.priority")}>
      {(control) => (
        <Select {...control} value={draft.priority} onChange={(event) => set({ priority: event.target.value })}>
          <option value="">any</option>
          {["0", "1", "2", "3", "4", "5", "6", "7"].map((priority) => (
            <option key={priority}>{priority}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}

const PROTOCOLS = [
  { value: "icmp", label: "ICMP" },
  { value: "tcp", label: "TCP" },
  { value: "udp", label: "UDP" },
] as const;

function ProtocolField({ draft, fault, set }: MatchFieldsProps) {
  const choose = (value: string) => set({ ipProtocol: PROTOCOLS.find((one) => one.value === value)?.value ?? "" });
  return (
    <Field label="Protocol" error={faultUnder(fault, "match.ipProtocol")}>
      {(control) => (
        <Select {...control} value={draft.ipProtocol} onChange={(event) => choose(event.target.value)}>
          <option value="">any</option>
          {PROTOCOLS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
