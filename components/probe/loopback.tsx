"use client";

import { type FormEvent, useState } from "react";
import type { ProbesView } from "@/server/services/probe/view";
import { Mark } from "../state/state-mark";
import type { Fault } from "../trpc/fault";
import { fieldFault, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useNow } from "../ui/now";

type End = "rack" | "resource";

interface LoopbackProps {
  readonly view: ProbesView;
  /** When the view came, by this computer's clock. */
  readonly knownAt: number;
  readonly rack: string;
  readonly resource: string;
  readonly pending: boolean;
  readonly fault: Fault | null;
  readonly onStart: (end: End, seconds: number) => void;
  readonly onEnd: () => void;
}

/** Sends frames back at one end for a while: who does so and for how long still, or the form to begin. */
export function Loopback(props: LoopbackProps) {
  const { view, knownAt, pending, onEnd } = props;
  const now = useNow();
  const { loop } = view;
  const left = loop === null ? 0 : Math.ceil((loop.until - view.now - Math.max(0, (now ?? knownAt) - knownAt)) / 1000);
  if (loop === null || left <= 0) return <BeginLoopback {...props} />;
  return (
    <div data-testid="loopback" className="flex flex-wrap items-center gap-x-4 gap-y-2 text-table">
      <Mark shape="degraded" className="whitespace-normal">
        Frames turn back at {loop.name}, by {loop.by}
      </Mark>
      <span role="timer" aria-label="Loopback ends in" className="number">
        {left} s left
      </span>
      <Button size="small" pending={pending} onClick={onEnd}>
        End loopback
      </Button>
    </div>
  );
}

function BeginLoopback({ view, rack, resource, pending, fault, onStart }: LoopbackProps) {
  const [end, setEnd] = useState<End>("resource");
  const [typed, setTyped] = useState("30");
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const seconds = Number(typed);
    const isWhole = /^\d+$/.test(typed.trim());
    setWrong(isWhole ? null : "Type a whole number of seconds, 1 to 600.");
    if (isWhole) onStart(end, seconds);
  };
  const problem = formFault(fault, ["seconds"]);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2">
      {problem ? <Banner look="fault">{problem}</Banner> : null}
      <div className="flex flex-wrap items-end gap-3">
        <div className="flex flex-col gap-1">
          <span className="text-table font-medium text-ink-2">Turn frames back at</span>
          <Choice
            label="Turn frames back at"
            value={end}
            onChange={setEnd}
            options={[
              { value: "resource", label: resource },
              { value: "rack", label: rack },
            ]}
          />
        </div>
        <div className="w-28">
          <Field label="Seconds" error={wrong ?? fieldFault(fault, "seconds")}>
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
        <Button type="submit" look="danger" pending={pending} disabled={!view.isProbed}>
          Start loopback
        </Button>
      </div>
      <p className="text-xs text-ink-3">
        Frames do not reach {end === "resource" ? resource : rack} meanwhile: they go back to where they came from, MACs
        exchanged. It ends by itself, and everybody who sees this page sees it.
      </p>
    </form>
  );
}
