"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { CloudRoom } from "./cloud-room";
import { MachineTable } from "./machine-table";

/** The machines of a tenant, or all of them for an operator, and what room the clouds have. */
export function MachineList() {
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const machines = useQuery(trpc.machines.list.queryOptions());
  const clouds = useQuery(trpc.clouds.list.queryOptions());
  const member = me !== undefined && !me.operator;
  const make = (
    <Button asChild look="primary">
      <Link href="/machines/new">
        <Plus aria-hidden /> New machine
      </Link>
    </Button>
  );
  return (
    <>
      <PageTitle>{machines.data ? `${machines.data.length} machines` : "Machines"}</PageTitle>
      <PageHeader
        title="Machines"
        lead="Made by the cloud in your own subnets. One keeps its MAC and addresses wherever it is moved."
        actions={member ? make : null}
      />
      <div className="flex flex-col gap-4">
        <div className="panel">
          <Answer query={machines}>
            {(rows) =>
              rows.length === 0 ? (
                <EmptyState
                  title="No machine yet."
                  call="machines.create({ name, cloudId, vlans: [{ vlanId }] })"
                  action={member ? make : null}
                >
                  Choose a cloud and a VLAN: the machine gets an address in the VLAN's range and answers there as soon
                  as the VLAN is extended to it.
                </EmptyState>
              ) : (
                <MachineTable machines={rows} tenants={!member} />
              )
            }
          </Answer>
        </div>
        <Panel title="Room in the clouds" note="machines that each system can hold at once, and holds">
          <Answer query={clouds}>{(rows) => <CloudRoom clouds={rows} />}</Answer>
        </Panel>
      </div>
    </>
  );
}
