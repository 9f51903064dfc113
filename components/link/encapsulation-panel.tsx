"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { EncapsulationView, LinkView } from "@/server/services/link/view";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Panel } from "../ui/panel";
import { ChangeStages } from "./change-stages";
import { EncapsulationChoice } from "./encapsulation-choice";
import { EncapsulationRecap } from "./encapsulation-recap";
import type { Agents } from "./use-fabric";

type Kind = EncapsulationView["kind"];

/** How frames cross a link: the one in use, those it may be changed to, and a change with its stages as it goes. */
export function EncapsulationPanel({ link, agents }: { link: LinkView; agents: Agents }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Kind | null>(null);
  const change = useMutation(
    trpc.links.changeEncapsulation.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(trpc.links.pathFilter());
        setChosen(null);
      },
    }),
  );
  const moving = link.change !== null && link.change.stage !== "done";
  const to = link.others.find(({ kind }) => kind === chosen) ?? null;
  const fault = faultOf(change.error);
  return (
    <Panel title="Encapsulation" note={moving ? "being changed" : "can be changed while frames cross"}>
      <div className="flex flex-col gap-4 p-3">
        {link.change === null ? null : <ChangeStages link={link} change={link.change} agents={agents} />}
        <EncapsulationChoice
          link={link}
          chosen={to?.kind ?? link.encapsulation.kind}
          disabled={moving || change.isPending}
          onChoose={(kind) => {
            change.reset();
            setChosen(kind);
          }}
        />
        {fault ? <Banner look="fault">{fault.message}</Banner> : null}
        {to === null || moving ? null : (
          <EncapsulationRecap link={link} to={to}>
            <Button onClick={() => setChosen(null)}>Keep {link.encapsulation.name}</Button>
            <Button
              look="primary"
              pending={change.isPending}
              onClick={() => change.mutate({ code: link.code, to: to.kind })}
            >
              Change to {to.name}
            </Button>
          </EncapsulationRecap>
        )}
      </div>
    </Panel>
  );
}
