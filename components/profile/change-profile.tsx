"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { ExtensionView } from "@/server/services/extension/view";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Button } from "../ui/button";
import { ProfileDialog } from "./profile-dialog";
import type { ProfileInput } from "./profile-draft";

/** The button and dialog that change the service profile of an extension while its frames go on. */
export function ChangeProfile({ extension }: { extension: ExtensionView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const change = useMutation(trpc.extensions.setProfile.mutationOptions());
  const send = async (profile: ProfileInput) => {
    try {
      await change.mutateAsync({ id: extension.id, profile });
    } catch {
      return false; // The mutation keeps why, and the form shows it.
    }
    await client.invalidateQueries(trpc.extensions.pathFilter());
    toast("The switches are told the new profile.");
    return true;
  };
  return (
    <ProfileDialog
      title="Change the service profile"
      description="Frames go on meanwhile: each switch exchanges its limits in place, then reads them back."
      trigger={<Button size="small">Change</Button>}
      profile={extension.profile}
      fault={faultOf(change.error)}
      pending={change.isPending}
      submit="Change profile"
      onSubmit={send}
      onType={() => change.reset()}
    />
  );
}
