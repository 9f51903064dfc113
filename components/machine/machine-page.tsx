"use client";

import { useQuery } from "@tanstack/react-query";
import type { MachineView } from "@/server/services/machine/view";
import { ExtensionTable } from "../extension/extension-table";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Banner } from "../ui/banner";
import { Copy } from "../ui/copy";
import { Facts } from "../ui/facts";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { Time } from "../ui/time";
import { Addresses } from "./addresses";
import { MACHINE_STATES, MachineMark } from "./machine-mark";
import { MoveMachine } from "./move-machine";
import { Moves } from "./moves";
import { RemoveMachine } from "./remove-machine";

/** One machine: where it is, what reaches it, where it was and what its moves cost. */
export function MachinePage({ id }: { id: string }) {
  const trpc = useTRPC();
  const machine = useQuery(trpc.machines.get.queryOptions({ id }));
  const me = useQuery(trpc.me.get.queryOptions()).data;
  return (
    <Answer query={machine}>
      {(own) => (
        <>
          <PageTitle>{`${MACHINE_STATES[own.state].word} · ${own.name}`}</PageTitle>
          <PageHeader
            title={
              <>
                {own.name}
                <span data-testid="machine-state" className="text-sm font-medium">
                  <MachineMark state={own.state} />
                </span>
              </>
            }
            lead={`${MACHINE_STATES[own.state].meaning} It is in ${own.cloud.name} in ${own.datacenterCode}, on ${own.system}.`}
            actions={<Actions machine={own} operator={me?.operator} />}
          />
          <div className="flex flex-col gap-4">
            {own.reason ? <Banner look="warn">{own.reason}</Banner> : null}
            <div className="grid items-start gap-4 xl:grid-cols-2">
              <Panel title="Machine">
                <Facts rows={factsOf(own)} />
              </Panel>
              <Panel title="Moves" note="the same MAC and addresses everywhere">
                <Moves moves={own.moves} />
              </Panel>
            </div>
            <Panel title="Extensions to it">
              {own.extensions.length > 0 ? (
                <ExtensionTable extensions={own.extensions} tenants={false} />
              ) : (
                <p className="p-3 text-ink-2">No VLAN reaches it now: extend one to it, and it answers there.</p>
              )}
            </Panel>
          </div>
        </>
      )}
    </Answer>
  );
}

function Actions({ machine, operator }: { machine: MachineView; operator: boolean | undefined }) {
  if (operator === undefined || machine.state === "gone" || machine.state === "removing") return null;
  return (
    <>
      {machine.state === "running" && machine.moves[0]?.stage !== "awaiting_approval" ? (
        <MoveMachine machine={machine} operator={operator} />
      ) : null}
      {operator ? null : <RemoveMachine machine={machine} />}
    </>
  );
}

function factsOf(machine: MachineView) {
  const { port, goneAt } = machine;
  return [
    ["Id", <Copy key="id" value={machine.id} />],
    ["Tenant", machine.tenant.name],
    ["MAC", <Copy key="mac" value={machine.mac} />],
    ["Addresses", <Addresses key="addresses" machine={machine} links />],
    ["Cloud", `${machine.cloud.name}, ${machine.datacenterCode}`],
    ["System", machine.system],
    ["Port", `switch ${port.switchCode} port ${port.number}`],
    ["Made by", `provider ${machine.provider}`],
    ["Made", <Time key="made" at={machine.createdAt} />],
    ...(goneAt === null ? [] : [["Gone", <Time key="gone" at={goneAt} />] as const]),
  ] as const;
}
