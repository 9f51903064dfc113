"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTRPC } from "../trpc/context";
import { faultOf, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { EMPTY_DRAFT, type RackDraft, registrationOf } from "./rack-draft";
import { RackFields } from "./rack-fields";

const FIELDS = ["name", "datacenterId", "kind", "mac", "room", "cabinet", "heightUnits"];

/** The button and dialog that register a rack. What was typed survives refusal and closing. */
export function RegisterRack() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<RackDraft>(EMPTY_DRAFT);
  const register = useMutation(
    trpc.racks.register.mutationOptions({
      onSuccess: async (rack) => {
        await client.invalidateQueries(trpc.racks.pathFilter());
        setOpen(false);
        setDraft(EMPTY_DRAFT);
        router.push(`/racks/${rack.id}`);
      },
    }),
  );
  const fault = faultOf(register.error);
  const problem = formFault(fault, FIELDS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    register.mutate(registrationOf(draft));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Register a rack"
      description="It gets the next free cabled port of the datacenter's switch and a host tag of its own."
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> Register a rack
        </Button>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-3">
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <RackFields draft={draft} onChange={setDraft} fault={fault} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" pending={register.isPending}>
            Register
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
