"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { LinkView, PseudowireView } from "@/server/services/link/view";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Consequences } from "./consequences";
import { replanned } from "./replanned";

interface DrainLinkProps {
  readonly link: LinkView;
  readonly links: readonly LinkView[];
  readonly pseudowires: readonly PseudowireView[];
}

/** Takes a link out of all paths, or puts it back; says before what that does to each pseudowire. */
export function DrainLink({ link, links, pseudowires }: DrainLinkProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const update = useMutation(
    trpc.links.update.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(trpc.links.pathFilter());
        setOpen(false);
      },
    }),
  );
  const drains = link.state === "in_service";
  const state = drains ? ("drained" as const) : ("in_service" as const);
  const plan = replanned(links, pseudowires, { code: link.code, state });
  const stranded = plan.filter(({ after }) => after.length === 0).length;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        update.reset();
        setOpen(next);
      }}
      trigger={<Button look={drains ? "danger" : "primary"}>{drains ? "Drain" : "Put back into service"}</Button>}
      title={drains ? `Drain link ${link.code}?` : `Put link ${link.code} back into service?`}
      confirm={drains ? "Drain link" : "Put back"}
      pending={update.isPending}
      error={faultOf(update.error)?.message}
      onConfirm={() => update.mutate({ code: link.code, state })}
    >
      <div className="flex flex-col gap-3">
        <p>
          {drains
            ? "No path uses it any more. The cable and its settings stay; you can put it back."
            : "Paths take it in again, by its cost and latency."}
        </p>
        <Consequences plan={plan} />
        {drains ? <p className="text-table">{strandedText(stranded)}</p> : null}
      </div>
    </ConfirmDialog>
  );
}

function strandedText(count: number): string {
  if (count === 0) return "No pseudowire is left without a path.";
  return count === 1 ? "1 pseudowire is left without a path." : `${count} pseudowires are left without a path.`;
}
