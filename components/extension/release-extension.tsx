"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ExtensionView } from "@/server/services/extension/view";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { extensionName } from "./extension-name";

const RELEASABLE: readonly ExtensionView["state"][] = ["awaiting_approval", "allocated", "configured", "live"];

/** Takes an extension off all switches, or withdraws one that still awaits approval. */
export function ReleaseExtension({ extension }: { extension: ExtensionView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const release = useMutation(
    trpc.extensions.release.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await client.invalidateQueries(trpc.extensions.pathFilter());
        await client.invalidateQueries(trpc.requests.pathFilter());
      },
    }),
  );
  if (!RELEASABLE.includes(extension.state)) return null;
  const waiting = extension.state === "awaiting_approval";
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button look="danger">{waiting ? "Withdraw" : "Release"}</Button>}
      title={`${waiting ? "Withdraw" : "Release"} ${extensionName(extension)}?`}
      confirm={waiting ? "Withdraw request" : "Release extension"}
      pending={release.isPending}
      error={faultOf(release.error)?.message}
      onConfirm={() => release.mutate({ id: extension.id })}
    >
      {waiting
        ? "The request leaves the operator's inbox. No switch was touched."
        : `Frames between ${extension.rack.name} and ${extension.resource.name} stop. The switches take its rules out and read back that nothing is left; then ${extension.resource.name} is free for others. The VLAN and its pair stay yours.`}
    </ConfirmDialog>
  );
}
