"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import type { LinkView } from "@/server/services/link/view";
import { useTRPC } from "../trpc/context";
import { type Fault, faultOf, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { EMPTY_LINK, isFault, type LinkDraft, linkOf } from "./lay-draft";
import { LayFields } from "./lay-fields";

const FIELDS = [
  ...["code", "a.switchCode", "a.port", "a.address", "b.switchCode", "b.port", "b.address"],
  ...["encapsulation", "longHaul", "mtu", "cost", "latencyMicros"],
];

/** The button and dialog that lay a link. What was typed survives refusal and closing. */
export function LayLink({ links }: { links: readonly LinkView[] }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<LinkDraft>(EMPTY_LINK);
  const [local, setLocal] = useState<Fault | null>(null);
  const lay = useMutation(
    trpc.links.lay.mutationOptions({
      onError: () => showProblem(form.current),
      onSuccess: async (_, { code }) => {
        await client.invalidateQueries(trpc.links.pathFilter());
        await client.invalidateQueries(trpc.switches.pathFilter());
        setOpen(false);
        setDraft(EMPTY_LINK);
        router.push(`/admin/links/${code}`);
      },
    }),
  );
  const fault = local ?? faultOf(lay.error);
  const problem = formFault(fault, FIELDS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = linkOf(draft);
    setLocal(isFault(read) ? read : null);
    if (isFault(read)) showProblem(form.current);
    else lay.mutate(read);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Lay a link"
      description="It joins link ports of two switches in two datacenters. Pseudowires take it into their paths at once."
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> Lay a link
        </Button>
      }
    >
      <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-3">
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <LayFields draft={draft} links={links} fault={fault} onChange={setDraft} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" pending={lay.isPending}>
            Lay link
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Brings what was refused into sight: the field, or the sentence above the form. */
function showProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>("[aria-invalid]");
    if (field) field.focus();
    else form?.scrollIntoView({ block: "start" });
  });
}
