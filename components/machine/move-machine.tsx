"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRightLeft } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { MachineView } from "@/server/services/machine/view";
import { useTRPC } from "../trpc/context";
import { faultOf, fieldFault, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Select } from "../ui/input";
import { roomLeft } from "./cloud-room";

/** The button and dialog that move a machine to another cloud. */
export function MoveMachine({ machine, operator }: { machine: MachineView; operator: boolean }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [cloudId, setCloudId] = useState("");
  const clouds = useQuery(trpc.clouds.list.queryOptions()).data ?? [];
  const move = useMutation(
    trpc.machines.move.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await client.invalidateQueries(trpc.machines.pathFilter());
      },
    }),
  );
  const fault = faultOf(move.error);
  const problem = formFault(fault, ["cloudId"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    move.mutate({ id: machine.id, cloudId });
  };
  // Why it cannot move to one cloud says nothing of the next.
  const choose = (id: string) => {
    setCloudId(id);
    move.reset();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Move ${machine.name}`}
      description={`It keeps ${machine.mac} and its addresses: nothing changes at your rack. It runs at the new place before the old one goes.`}
      trigger={
        <Button>
          <ArrowRightLeft aria-hidden /> Move
        </Button>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-3">
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <Field
          label="To cloud"
          hint={operator ? undefined : "Into another datacenter than the rack's, an operator must approve first."}
          error={fieldFault(fault, "cloudId")}
        >
          {(control) => (
            <Select {...control} value={cloudId} onChange={(event) => choose(event.target.value)}>
              <option value="">Choose</option>
              {clouds
                .filter((cloud) => cloud.id !== machine.cloud.id)
                .map((cloud) => (
                  <option key={cloud.id} value={cloud.id}>
                    {cloud.name}, {cloud.datacenter.code}: room for {roomLeft(cloud)}
                  </option>
                ))}
            </Select>
          )}
        </Field>
        <div className="flex justify-end">
          <Button type="submit" look="primary" pending={move.isPending} disabled={cloudId === ""}>
            Move machine
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
