"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RackView } from "@/server/services/rack/view";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { portWords } from "./port-words";

/** Gives a rack's port and host tag back. */
export function ReleaseRack({ rack }: { rack: RackView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const release = useMutation(
    trpc.racks.release.mutationOptions({
      onSuccess: async () => {
        router.push("/racks");
        await client.invalidateQueries(trpc.racks.list.queryFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button look="danger">Release rack</Button>}
      title={`Release ${rack.name}?`}
      confirm="Release rack"
      pending={release.isPending}
      error={faultOf(release.error)?.message}
      onConfirm={() => release.mutate({ id: rack.id })}
    >
      {rack.port === null ? "" : `Its port (${portWords(rack.port)}) becomes free for others. `}Host tag S{" "}
      {rack.hostTag} rests for a while before anybody gets it again. This can't be undone; a rack with VLANs is kept.
    </ConfirmDialog>
  );
}
