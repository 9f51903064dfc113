"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { MachineView, MoveView } from "@/server/services/machine/view";
import { useTRPC } from "../trpc/context";
import { faultOf, fieldFault, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";
import { Panel } from "../ui/panel";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { Addresses } from "./addresses";
import { useWaitingMoves } from "./use-waiting-moves";

/** Moves of machines into other datacenters that wait for an operator; nothing while none does. */
export function MoveInbox() {
  const waiting = useWaitingMoves();
  if (waiting.length === 0) return null;
  return (
    <Panel title="Moves of machines" note={`${waiting.length} waiting; make before break, no address changes`}>
      <ul>
        {waiting.map(({ machine, move }) => (
          <DecideMove key={move.id} machine={machine} move={move} />
        ))}
      </ul>
    </Panel>
  );
}

interface MoveProps {
  readonly machine: MachineView;
  readonly move: MoveView;
}

/** A move that cannot be approved says why in its own row. */
function DecideMove({ machine, move }: MoveProps) {
  const trpc = useTRPC();
  const approve = useMutation(trpc.machines.approveMove.mutationOptions({ onSuccess: useDecided() }));
  const refusal = faultOf(approve.error)?.message;
  return (
    <li className="flex flex-col gap-2 border-b border-line px-3 py-2 last:border-b-0">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <WaitingMove machine={machine} move={move} />
        <span className="flex gap-2">
          <RejectMove machine={machine} move={move} />
          <Button look="primary" pending={approve.isPending} onClick={() => approve.mutate({ id: move.id })}>
            Approve move
          </Button>
        </span>
      </div>
      {refusal ? <Banner look="fault">{refusal}</Banner> : null}
    </li>
  );
}

function WaitingMove({ machine, move }: MoveProps) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 text-table">
      <span className="text-sm font-medium">
        <TextLink href={`/machines/${machine.id}`}>{machine.name}</TextLink>
      </span>
      <span>{machine.tenant.name}</span>
      <span>
        {move.from.datacenterCode} to {move.to.datacenterCode}: {move.to.cloudName}, {move.to.system}
      </span>
      <Addresses machine={machine} />
      <span className="text-ink-2">
        by {move.actorName}, <Time at={move.startedAt} />
      </span>
    </div>
  );
}

function useDecided() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return () => client.invalidateQueries(trpc.machines.pathFilter());
}

function RejectMove({ machine, move }: MoveProps) {
  const trpc = useTRPC();
  const decided = useDecided();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const reject = useMutation(trpc.machines.rejectMove.mutationOptions({ onSuccess: decided }));
  const fault = faultOf(reject.error);
  const problem = formFault(fault, ["reason"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reject.mutate({ id: move.id, reason: reason.trim() });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Reject the move of ${machine.name}`}
      description={`${move.actorName} sees the reason. The machine stays where it is.`}
      trigger={<Button look="danger">Reject move</Button>}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-3">
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <Field label="Reason" hint="3 to 500 characters." error={fieldFault(fault, "reason")}>
          {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
        <div className="flex justify-end">
          <Button type="submit" look="destroy" pending={reject.isPending}>
            Reject move
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
