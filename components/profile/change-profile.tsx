"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { toast } from "sonner";
import type { ExtensionView } from "@/server/services/extension/view";
import { useTRPC } from "../trpc/context";
import { type Fault, faultOf } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { faultElsewhere } from "./field-fault";
import { isProfileFault, PROFILE_FIELDS, type ProfileDraft, profileDraftOf, profileOf } from "./profile-draft";
import { ProfileFields } from "./profile-fields";
import { showProblem } from "./show-problem";

/** The button and dialog that change a service profile. What was typed survives refusal and closing. */
export function ChangeProfile({ extension }: { extension: ExtensionView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<ProfileDraft | null>(null);
  const [local, setLocal] = useState<Fault | null>(null);
  const change = useMutation(
    trpc.extensions.setProfile.mutationOptions({
      onError: () => showProblem(form.current),
      onSuccess: async () => {
        await client.invalidateQueries(trpc.extensions.pathFilter());
        setOpen(false);
        setDraft(null);
        toast("The kernels are told the new profile.");
      },
    }),
  );
  const shown = draft ?? profileDraftOf(extension.profile);
  const fault = local ?? faultOf(change.error);
  const problem = faultElsewhere(fault, PROFILE_FIELDS);
  const type = (next: ProfileDraft | null) => {
    setLocal(null);
    change.reset();
    setDraft(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = profileOf(shown);
    setLocal(isProfileFault(read) ? read : null);
    if (isProfileFault(read)) showProblem(form.current);
    else change.mutate({ id: extension.id, profile: read });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Change the service profile"
      description="Frames go on meanwhile: each switch exchanges its limits in place, then reads them back."
      trigger={<Button size="small">Change</Button>}
    >
      <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-3">
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <ProfileFields draft={shown} fault={fault} onChange={type} />
        <div className="flex justify-end gap-2">
          {draft === null ? null : (
            <Button look="ghost" onClick={() => type(null)}>
              Take back
            </Button>
          )}
          <Button type="submit" look="primary" pending={change.isPending}>
            Change profile
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
