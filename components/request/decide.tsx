"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import type { LinkRequestView } from "@/server/services/request/view";
import { useTRPC } from "../trpc/context";
import { faultOf, fieldFault, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";

/** Yes, or no with a reason that the requester reads. */
export function Decide({ request }: { request: LinkRequestView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [rejecting, setRejecting] = useState(false);
  const [reason, setReason] = useState("");
  const decided = async () => {
    setRejecting(false);
    await client.invalidateQueries(trpc.requests.pathFilter());
    await client.invalidateQueries(trpc.extensions.pathFilter());
  };
  const approve = useMutation(
    trpc.requests.approve.mutationOptions({
      onSuccess: decided,
      onError: (error) => toast.error(faultOf(error)?.message),
    }),
  );
  const reject = useMutation(trpc.requests.reject.mutationOptions({ onSuccess: decided }));
  const fault = faultOf(reject.error);
  const problem = formFault(fault, ["reason"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reject.mutate({ id: request.id, reason: reason.trim() });
  };
  return (
    <>
      <Dialog
        open={rejecting}
        onOpenChange={setRejecting}
        title="Reject the request"
        description={`${request.requestedBy} sees the reason. No switch changes; the resource becomes free again.`}
        trigger={<Button look="danger">Reject</Button>}
      >
        <form onSubmit={submit} noValidate className="flex flex-col gap-3">
          {problem ? <Banner look="fault">{problem}</Banner> : null}
          <Field
            label="Reason"
            hint="3 to 500 characters: what stands against it, and what would help."
            error={fieldFault(fault, "reason")}
          >
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} />}
          </Field>
          <div className="flex justify-end">
            <Button type="submit" look="destroy" pending={reject.isPending}>
              Reject request
            </Button>
          </div>
        </form>
      </Dialog>
      <Button look="primary" pending={approve.isPending} onClick={() => approve.mutate({ id: request.id })}>
        Approve
      </Button>
    </>
  );
}
