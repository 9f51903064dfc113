"use client";

import { FLOOD_BASIS } from "@/server/domain/flood-share";
import { bandwidthWords } from "@/server/domain/rule-words";
import type { Fault } from "../trpc/fault";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { CONTROL_NAMES, CONTROL_WORDS } from "./control-words";
import { faultUnder } from "./field-fault";
import type { ProfileDraft } from "./profile-draft";
import { RateField } from "./rate-field";

interface ProfileFieldsProps {
  readonly draft: ProfileDraft;
  readonly fault: Fault | null;
  readonly onChange: (draft: ProfileDraft) => void;
}

/** The fields of a service profile, each with the server's word on it. */
export function ProfileFields({ draft, fault, onChange }: ProfileFieldsProps) {
  const set = (part: Partial<ProfileDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <RateField
        label="Bandwidth"
        hint="Of all frames, in each direction: 64 kbit/s to 400 Gbit/s. Empty: no limit."
        error={faultUnder(fault, "profile.bandwidth")}
        rate={draft.bandwidth}
        onChange={(bandwidth) => set({ bandwidth })}
      />
      <div className="grid grid-cols-2 gap-3">
        <Field
          label="Floods, %"
          hint={`Broadcast, multicast and unknown unicast, of the bandwidth or else of ${bandwidthWords(FLOOD_BASIS)}. Empty: no limit.`}
          error={faultUnder(fault, "profile.floodPercent")}
        >
          {(control) => (
            <Input
              {...control}
              className="number"
              inputMode="numeric"
              autoComplete="off"
              value={draft.flood}
              onChange={(event) => set({ flood: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Addresses at once"
          hint="Source addresses that the resource may use at a time, 1 to 4096. Empty: any number."
          error={faultUnder(fault, "profile.macQuota")}
        >
          {(control) => (
            <Input
              {...control}
              className="number"
              inputMode="numeric"
              autoComplete="off"
              value={draft.quota}
              onChange={(event) => set({ quota: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label="Allowed source addresses"
        optional
        hint="One a line. Frames of the resource that come from any other are dropped. Empty: any address."
        error={faultUnder(fault, "profile.macs")}
      >
        {(control) => (
          <Textarea
            {...control}
            className="number min-h-16"
            spellCheck={false}
            placeholder="02:00:00:00:00:50"
            value={draft.macs}
            onChange={(event) => set({ macs: event.target.value })}
          />
        )}
      </Field>
      <ControlFields draft={draft} onChange={onChange} />
    </>
  );
}

/** Which control frames pass. They end at the next bridge everywhere else, so each is a decision. */
function ControlFields({ draft, onChange }: Pick<ProfileFieldsProps, "draft" | "onChange">) {
  const { carried } = draft;
  return (
    <fieldset className="min-w-0">
      <legend className="text-table font-medium text-ink-2">Control frames carried through unchanged</legend>
      {CONTROL_NAMES.map((name) => (
        <label
          key={name}
          className="grid min-h-7 grid-cols-[1rem_4.5rem_minmax(0,1fr)] items-center gap-x-2 text-table max-md:min-h-10"
        >
          <input
            type="checkbox"
            className="accent-accent"
            checked={carried.includes(name)}
            onChange={(event) =>
              onChange({
                ...draft,
                carried: event.target.checked ? [...carried, name] : carried.filter((other) => other !== name),
              })
            }
          />
          <span className="font-medium">{CONTROL_WORDS[name].name}</span>
          <span className="text-xs text-ink-3">{CONTROL_WORDS[name].what}</span>
        </label>
      ))}
      <p className="text-xs text-ink-3">All others of these are dropped at the rack's port and the resource's.</p>
    </fieldset>
  );
}
