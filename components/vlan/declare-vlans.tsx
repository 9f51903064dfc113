"use client";

import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTRPC } from "../trpc/context";
import { faultOf, fieldFault, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Panel } from "../ui/panel";
import { useSettled } from "../ui/use-settled";
import { PreviewTable } from "./preview-table";

const FIELDS = ["vids", "name", "cidr"];
const SETTLE_MS = 180;

/** Declares VLANs of a rack, all or none, with every pair in sight before anything is written. */
export function DeclareVlans({ rackId }: { rackId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [vids, setVids] = useState("");
  const [name, setName] = useState("");
  const [cidr, setCidr] = useState("");
  const asked = useSettled(vids.trim(), SETTLE_MS);
  const preview = useQuery(
    trpc.vlans.preview.queryOptions(asked === "" ? skipToken : { rackId, vids: asked }, {
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  );
  const declare = useMutation(
    trpc.vlans.declare.mutationOptions({
      onSuccess: async (declared) => {
        toast(declared.length === 1 ? "1 VLAN declared" : `${declared.length} VLANs declared`);
        setVids("");
        setName("");
        setCidr("");
        await client.invalidateQueries(trpc.vlans.pathFilter());
        await client.invalidateQueries(trpc.racks.pathFilter());
      },
    }),
  );
  const shown = vids.trim() === "" ? null : (preview.data ?? null);
  const fault = faultOf(declare.error);
  const problem = formFault(fault, FIELDS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    declare.mutate({ rackId, vids: vids.trim(), name: name.trim() || undefined, cidr: cidr.trim() || undefined });
  };
  const count = shown?.rows.length ?? 0;
  const refused = shown?.rows.filter((row) => row.conflict !== null).length ?? 0;
  return (
    <Panel title="Declare VLANs" note="all or none">
      <form onSubmit={submit} noValidate className="flex flex-col gap-3 p-3">
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <Field
          label="VLAN ids"
          hint="1 to 4094, commas and ranges: 10,20,100-105. Or the word untagged."
          error={shown?.problem ?? fieldFault(fault, "vids")}
        >
          {(control) => (
            <Input
              {...control}
              className="number"
              value={vids}
              placeholder="10,20,100-105"
              autoComplete="off"
              onChange={(event) => {
                setVids(event.target.value);
                declare.reset();
              }}
            />
          )}
        </Field>
        {shown && count > 0 ? <PreviewTable rows={shown.rows} /> : null}
        <Field label="Name" optional error={fieldFault(fault, "name")}>
          {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field
          label="IP range"
          optional
          hint="For your own overview, such as 10.20.30.0/24. It configures nothing, and others may use the same."
          error={fieldFault(fault, "cidr")}
        >
          {(control) => (
            <Input {...control} className="number" value={cidr} onChange={(event) => setCidr(event.target.value)} />
          )}
        </Field>
        <Button type="submit" look="primary" pending={declare.isPending} className="self-end">
          {count === 0 ? "Declare" : `Declare ${count} ${count === 1 ? "VLAN" : "VLANs"}`}
        </Button>
        {refused > 0 ? (
          <p className="text-table text-danger">
            {refused} of {count} can't be declared; change {refused === 1 ? "it" : "them"} above, since all or none are.
          </p>
        ) : null}
      </form>
    </Panel>
  );
}
