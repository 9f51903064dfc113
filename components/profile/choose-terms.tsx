"use client";

import type { Fault } from "../trpc/fault";
import { Button } from "../ui/button";
import { ChooseEndVlan } from "./choose-end-vlan";
import { faultUnder } from "./field-fault";
import type { OrderTerms } from "./order-terms";
import { ProfileDialog } from "./profile-dialog";
import { STANDARD_PROFILE } from "./profile-draft";
import { profileText } from "./profile-words";

interface ChooseTermsProps {
  readonly terms: OrderTerms;
  /** The rack's own VLAN id; null is untagged, absent while it is not known. */
  readonly vid: number | null | undefined;
  /** What the server said of the order. */
  readonly fault: Fault | null;
  readonly onChange: (terms: OrderTerms) => void;
}

/** What an order may ask besides: another VLAN id at the resource's end, and a service profile. */
export function ChooseTerms({ terms, vid, fault, onChange }: ChooseTermsProps) {
  const profile = terms.profile ?? STANDARD_PROFILE;
  const refused = faultUnder(fault, "profile");
  return (
    <section aria-label="Terms" className="panel flex flex-col">
      <ChooseEndVlan
        key={String(terms.endVlan)}
        vid={vid}
        chosen={terms.endVlan}
        fault={faultUnder(fault, "endVlan")}
        onChoose={(endVlan) => onChange({ ...terms, endVlan })}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line px-3 py-2">
        <div className="min-w-0">
          <p>
            <span className="text-ink-3">Service profile: </span>
            {terms.profile === null ? "standard, " : ""}
            {profileText(profile)}.
          </p>
          {refused === null ? null : (
            <p role="alert" className="text-table text-danger">
              {refused}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {terms.profile === null ? null : (
            <Button size="small" look="ghost" onClick={() => onChange({ ...terms, profile: null })}>
              Back to standard
            </Button>
          )}
          <ProfileDialog
            title="Service profile of the order"
            description="It can be changed later too, while frames go on."
            trigger={<Button size="small">Choose limits</Button>}
            profile={profile}
            fault={fault}
            pending={false}
            submit="Use for the order"
            onSubmit={async (chosen) => {
              onChange({ ...terms, profile: chosen });
              return true;
            }}
            onType={() => undefined}
          />
        </div>
      </div>
    </section>
  );
}
