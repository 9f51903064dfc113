"use client";

import { type FormEvent, type ReactNode, useRef, useState } from "react";
import type { Fault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { faultElsewhere } from "./field-fault";
import {
  isProfileFault,
  PROFILE_FIELDS,
  type ProfileDraft,
  type ProfileInput,
  profileDraftOf,
  profileOf,
  type ShownProfile,
} from "./profile-draft";
import { ProfileFields } from "./profile-fields";
import { showProblem } from "./show-problem";

interface ProfileDialogProps {
  readonly title: string;
  readonly description: string;
  readonly trigger: ReactNode;
  /** What the form begins with. */
  readonly profile: ShownProfile;
  /** What the server said of the profile that was sent last. */
  readonly fault: Fault | null;
  readonly pending: boolean;
  readonly submit: string;
  /** Sends it, and says whether it was taken. What was typed stays until it was. */
  readonly onSubmit: (profile: ProfileInput) => Promise<boolean>;
  /** Something was typed: what was said of the last one is old. */
  readonly onType: () => void;
}

/** A service profile as a form. What was typed survives refusal and closing. */
export function ProfileDialog(props: ProfileDialogProps) {
  const { title, description, trigger, profile, pending, submit, onSubmit, onType } = props;
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<ProfileDraft | null>(null);
  const [local, setLocal] = useState<Fault | null>(null);
  const shown = draft ?? profileDraftOf(profile);
  const fault = local ?? props.fault;
  const problem = faultElsewhere(fault, PROFILE_FIELDS);
  const type = (next: ProfileDraft | null) => {
    setLocal(null);
    onType();
    setDraft(next);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const read = profileOf(shown);
    setLocal(isProfileFault(read) ? read : null);
    if (isProfileFault(read) || !(await onSubmit(read))) return showProblem(form.current);
    setOpen(false);
    setDraft(null);
  };
  return (
    <Dialog open={open} onOpenChange={setOpen} title={title} description={description} trigger={trigger}>
      <form ref={form} onSubmit={send} noValidate className="flex flex-col gap-3">
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <ProfileFields draft={shown} fault={fault} onChange={type} />
        <div className="flex justify-end gap-2">
          {draft === null ? null : (
            <Button look="ghost" onClick={() => type(null)}>
              Take back
            </Button>
          )}
          <Button type="submit" look="primary" pending={pending}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
