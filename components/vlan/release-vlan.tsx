"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { VlanView } from "@/server/services/vlan/view";
import { vlanText } from "../tag/client-vlan";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";

/** Gives a VLAN's pair back. */
export function ReleaseVlan({ vlan }: { vlan: VlanView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const release = useMutation(
    trpc.vlans.release.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(trpc.vlans.pathFilter());
        await client.invalidateQueries(trpc.racks.pathFilter());
        setOpen(false);
      },
    }),
  );
  const name = `${vlanText(vlan.vid)} of ${vlan.rack.name}`;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="ghost" size="small" aria-label={`Release ${name}`}>
          Release
        </Button>
      }
      title={`Release ${name}?`}
      confirm="Release VLAN"
      pending={release.isPending}
      error={faultOf(release.error)?.message}
      onConfirm={() => release.mutate({ id: vlan.id })}
    >
      The pair {vlan.hostTag}.{vlan.customerTag} rests for a while before it is given out again, so that no late frame
      finds another owner. A VLAN that an extension uses is kept.
    </ConfirmDialog>
  );
}
