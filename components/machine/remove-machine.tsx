"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { MachineView } from "@/server/services/machine/view";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";

/** Ends a machine. */
export function RemoveMachine({ machine }: { machine: MachineView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation(
    trpc.machines.remove.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await client.invalidateQueries(trpc.machines.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button look="danger">Remove</Button>}
      title={`Remove ${machine.name}?`}
      confirm="Remove machine"
      pending={remove.isPending}
      error={faultOf(remove.error)?.message}
      onConfirm={() => remove.mutate({ id: machine.id })}
    >
      Everything in it is lost; its addresses are free again. This can't be undone. A machine that extensions reach is
      kept.
    </ConfirmDialog>
  );
}
