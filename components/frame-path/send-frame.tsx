"use client";

import { Send } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";

interface SendFrameProps {
  readonly rackName: string;
  readonly pending: boolean;
  /** Why no frame can be sent now; null when one can. */
  readonly unable: string | null;
  readonly error: string | null;
  readonly onSend: (payload: string) => void;
}

/** Sends one marked frame from the rack, with a payload of the sender's choice. */
export function SendFrame({ rackName, pending, unable, error, onSend }: SendFrameProps) {
  const [payload, setPayload] = useState("Happy");
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend(payload);
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-col gap-1">
      <div className="flex min-w-0 items-center gap-2">
        <label htmlFor={id} className="text-table whitespace-nowrap text-ink-2">
          Payload
        </label>
        <Input
          id={id}
          value={payload}
          maxLength={64}
          onChange={(event) => setPayload(event.target.value)}
          aria-describedby={`${id}-note`}
          aria-invalid={error ? true : undefined}
          className="number w-40"
        />
        <Button
          type="submit"
          look="primary"
          pending={pending}
          disabled={unable !== null}
          title={`From ${rackName}, as its own frames go`}
        >
          <Send aria-hidden />
          Send a frame
        </Button>
      </div>
      <p
        id={`${id}-note`}
        className={error ? "text-xs text-danger" : "text-xs text-ink-3 empty:hidden"}
        role={error ? "alert" : undefined}
      >
        {error ?? unable}
      </p>
    </form>
  );
}
