"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTRPC } from "../trpc/context";
import { faultOf, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { useSettled } from "../ui/use-settled";
import { type MachineDraft, MachineFields } from "./machine-fields";
import { MachineRecap } from "./machine-recap";

const FIELDS = ["name", "cloudId", "vlanId", "address"];

interface NewMachineProps {
  readonly vlan: string | null;
  readonly cloud: string | null;
}

/** A new machine, alone or with the extension that reaches it: one order, and one transaction. */
export function NewMachine({ vlan, cloud }: NewMachineProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState<MachineDraft>({
    ...{ name: "", address: "", extend: true },
    ...{ vlanId: vlan ?? "", cloudId: cloud ?? "" },
  });
  const settled = useSettled(draft, 300);
  const order = orderOf(settled);
  const isWhole = settled.extend && settled.vlanId !== "" && settled.cloudId !== "" && settled.name.trim() !== "";
  const recap = useQuery(
    trpc.machines.recapOrder.queryOptions(order, { enabled: isWhole, staleTime: 0, retry: false }),
  );
  const leave = async (address: string) => {
    router.push(address);
    await client.invalidateQueries(trpc.machines.pathFilter());
    await client.invalidateQueries(trpc.clouds.pathFilter());
    await client.invalidateQueries(trpc.extensions.pathFilter());
  };
  const ordered = useMutation(
    trpc.machines.order.mutationOptions({ onSuccess: ({ id }) => leave(`/extensions/${id}`) }),
  );
  const made = useMutation(trpc.machines.create.mutationOptions({ onSuccess: ({ id }) => leave(`/machines/${id}`) }));
  const fault = faultOf(draft.extend ? (ordered.error ?? (isWhole ? recap.error : null)) : made.error);
  const problem = formFault(fault, FIELDS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.extend) ordered.mutate(orderOf(draft));
    else made.mutate(creationOf(draft));
  };
  const approval = draft.extend && recap.data?.approval.needed === true;
  return (
    <>
      <PageTitle>New machine</PageTitle>
      <PageHeader
        title="New machine"
        lead="Made by the cloud in your own subnet. Nothing happens before you order it."
      />
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Panel title="Machine">
          <MachineFields draft={draft} onChange={setDraft} fault={fault} proposed={recap.data?.address ?? null} />
        </Panel>
        {draft.extend && recap.data ? <MachineRecap plan={recap.data} /> : null}
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <div className="flex justify-end">
          <Button type="submit" look="primary" pending={ordered.isPending || made.isPending}>
            {labelOf(draft.extend, approval)}
          </Button>
        </div>
      </form>
    </>
  );
}

function labelOf(extend: boolean, approval: boolean): string {
  if (!extend) return "Make the machine";
  return approval ? "Request machine and extension" : "Order machine and extension";
}

function orderOf({ name, cloudId, vlanId, address }: MachineDraft) {
  return { vlanId, machine: { name: name.trim(), cloudId, address: given(address) } };
}

function creationOf({ name, cloudId, vlanId, address }: MachineDraft) {
  return { name: name.trim(), cloudId, vlans: [{ vlanId, address: given(address) }] };
}

function given(text: string): string | undefined {
  return text.trim() === "" ? undefined : text.trim();
}
