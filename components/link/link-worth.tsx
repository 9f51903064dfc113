"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import type { LinkView, PseudowireView } from "@/server/services/link/view";
import { useTRPC } from "../trpc/context";
import { type Fault, faultOf, fieldFault, formFault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Panel } from "../ui/panel";
import { Consequences } from "./consequences";
import { msText } from "./link-words";
import { replanned } from "./replanned";
import { typedMicros, typedWhole, unreadable } from "./typed-number";

interface LinkWorthProps {
  readonly link: LinkView;
  readonly links: readonly LinkView[];
  readonly pseudowires: readonly PseudowireView[];
}

/** What is typed; null where nothing was, and then the link's own value shows. */
interface Draft {
  readonly cost: string | null;
  readonly latency: string | null;
}
const UNTOUCHED: Draft = { cost: null, latency: null };

/** Cost and latency, by which paths are ranked; what a new value does to them shows before it is saved. */
export function LinkWorth({ link, links, pseudowires }: LinkWorthProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(UNTOUCHED);
  const [local, setLocal] = useState<Fault | null>(null);
  const update = useMutation(
    trpc.links.update.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(trpc.links.pathFilter());
        setDraft(UNTOUCHED);
        toast(`Link ${link.code} has its new worth.`);
      },
    }),
  );
  const cost = typedWhole(draft.cost ?? String(link.cost));
  const latencyMicros = typedMicros(draft.latency ?? msText(link.latencyMicros));
  const isChanged = cost !== link.cost || latencyMicros !== link.latencyMicros;
  const fault = local ?? faultOf(update.error);
  const problem = formFault(fault, ["cost", "latencyMicros"]);
  const type = (part: Partial<Draft>) => {
    setLocal(null);
    setDraft({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setLocal(unreadable({ cost, latencyMicros }));
    if (cost !== null && latencyMicros !== null) update.mutate({ code: link.code, cost, latencyMicros });
  };
  const plan =
    isChanged && cost !== null && latencyMicros !== null
      ? replanned(links, pseudowires, { code: link.code, cost, latencyMicros })
      : null;
  return (
    <Panel title="Cost and latency" note="paths are ranked by the sum of costs, then of latencies">
      <form onSubmit={submit} noValidate className="flex flex-col gap-3 p-3">
        {problem ? <Banner look="fault">{problem}</Banner> : null}
        <div className="grid grid-cols-2 gap-3">
          <Field label="Cost" hint="1 to 65,535, any unit" error={fieldFault(fault, "cost")}>
            {(control) => (
              <Input
                {...control}
                className="number"
                inputMode="numeric"
                autoComplete="off"
                value={draft.cost ?? String(link.cost)}
                onChange={(event) => type({ cost: event.target.value })}
              />
            )}
          </Field>
          <Field label="Latency, ms" hint="0 to 10,000, to the µs" error={fieldFault(fault, "latencyMicros")}>
            {(control) => (
              <Input
                {...control}
                className="number"
                inputMode="decimal"
                autoComplete="off"
                value={draft.latency ?? msText(link.latencyMicros)}
                onChange={(event) => type({ latency: event.target.value })}
              />
            )}
          </Field>
        </div>
        {plan === null ? null : (
          <div role="status">
            <Consequences plan={plan} />
          </div>
        )}
        <div className="flex justify-end gap-2">
          {isChanged ? (
            <Button look="ghost" onClick={() => type(UNTOUCHED)}>
              Take back
            </Button>
          ) : null}
          <Button type="submit" look="primary" disabled={!isChanged} pending={update.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Panel>
  );
}
