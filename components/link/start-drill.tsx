"use client";

import { useState } from "react";
import type { LinkView, PseudowireView } from "@/server/services/link/view";
import { type Fault, fieldFault } from "../trpc/fault";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Consequences } from "./consequences";
import { replanned } from "./replanned";

/** Longest drill, in s. */
const MOST_SECONDS = 120;

interface StartDrillProps {
  readonly link: LinkView;
  readonly links: readonly LinkView[];
  readonly pseudowires: readonly PseudowireView[];
  readonly pending: boolean;
  readonly fault: Fault | null;
  readonly onReset: () => void;
  readonly onStart: (seconds: number) => Promise<void>;
}

/** Asks for how long, and says before it begins which services move and which are cut off. */
export function StartDrill(props: StartDrillProps) {
  const { link, links, pseudowires, pending, fault, onReset, onStart } = props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("5");
  const seconds = /^\d+$/.test(typed.trim()) ? Number(typed) : null;
  const isUsable = seconds !== null && seconds >= 1 && seconds <= MOST_SECONDS;
  const wrong = isUsable ? null : `Type a whole number of seconds, 1 to ${MOST_SECONDS}.`;
  const plan = replanned(links, pseudowires, { code: link.code, state: "drained" });
  const stranded = plan.filter(({ after }) => after.length === 0).length;
  const begin = () => {
    if (seconds === null) return;
    onStart(seconds).then(
      () => setOpen(false),
      // The reason stands in the dialog, which stays open.
      () => undefined,
    );
  };
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="w-40">
        <Field label="Seconds down" error={wrong ?? fieldFault(fault, "seconds")}>
          {(control) => (
            <Input
              {...control}
              className="number"
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={(next) => {
          onReset();
          setOpen(next);
        }}
        trigger={
          <Button look="danger" disabled={!isUsable}>
            Drill
          </Button>
        }
        title={`Take link ${link.code} down for ${seconds} s?`}
        confirm="Begin the drill"
        pending={pending}
        error={fault?.message}
        onConfirm={begin}
      >
        <div className="flex flex-col gap-3">
          <p>
            Both ends drop what comes in over it, as if the cable were cut, and open it again by themselves. It cannot
            be ended early. Meanwhile, as if the link were out of service:
          </p>
          <Consequences plan={plan} />
          <p className="text-table">
            {stranded === 0
              ? "No service is cut off for longer than it takes to move to another path."
              : "Services without another path are cut off until it is over."}
          </p>
        </div>
      </ConfirmDialog>
    </div>
  );
}
