"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { VlanView } from "@/server/services/vlan/view";
import { ExtensionTable } from "../extension/extension-table";
import { MacTablePanel } from "../mac-table/mac-table-panel";
import { RulesPanel } from "../rule/rules-panel";
import { vlanText } from "../tag/client-vlan";
import { Pair } from "../tag/pair";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { Copy } from "../ui/copy";
import { Facts } from "../ui/facts";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { OverlapBadge } from "./overlap-badge";
import { useVlanExtensions } from "./use-vlan-extensions";

/** One VLAN: its own rules, the addresses in it, and the extensions that carry it on. */
export function VlanPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const vlan = useQuery(trpc.vlans.get.queryOptions({ id }));
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const member = me !== undefined && !me.operator;
  return (
    <Answer query={vlan}>
      {(own) => {
        const name = `${own.rack.name}, ${vlanText(own.vid)}`;
        return (
          <>
            <PageTitle>{name}</PageTitle>
            <PageHeader
              title={
                <>
                  {name} <Pair hostTag={own.hostTag} customerTag={own.customerTag} />
                </>
              }
              lead={leadOf(own)}
              actions={
                member ? (
                  <Button asChild look="primary">
                    <Link href={`/extensions/new?vlan=${own.id}`}>Extend into the cloud</Link>
                  </Button>
                ) : null
              }
            />
            <div className="flex flex-col gap-4">
              <RulesPanel vlan={own} member={member} />
              <MacTablePanel vlanId={id} />
              <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_25rem]">
                <Panel title="Extensions" note="what carries this VLAN on">
                  <VlanExtensions vlan={own} member={member} />
                </Panel>
                <Panel title="VLAN">
                  <Facts rows={factsOf(own)} />
                </Panel>
              </div>
            </div>
          </>
        );
      }}
    </Answer>
  );
}

function leadOf({ name, cidr, rack }: VlanView): string {
  const what = [name, cidr ?? ""].filter((part) => part !== "").join(", ");
  return `${what === "" ? "A VLAN" : what} of rack ${rack.name} in ${rack.datacenterCode}.`;
}

function VlanExtensions({ vlan, member }: { vlan: VlanView; member: boolean }) {
  const extensions = useVlanExtensions(vlan);
  return (
    <Answer query={extensions}>
      {(own) => {
        if (own.length === 0) return <p className="p-3 text-ink-2">None yet.</p>;
        return <ExtensionTable extensions={own} tenants={!member} />;
      }}
    </Answer>
  );
}

function factsOf(vlan: VlanView) {
  const { id, rack, segmentId, overlap, createdAt, vid } = vlan;
  return [
    ["Id", <Copy key="id" value={id} />],
    ["Rack", <TextLink key="rack" href={`/racks/${rack.id}`}>{`${rack.name}, ${rack.datacenterCode}`}</TextLink>],
    ["Segment id", <Copy key="segment" value={String(segmentId)} />],
    ["Overlap", <OverlapBadge key="overlap" vid={vid} {...overlap} pair={vlan} />],
    ["Declared", <Time key="at" at={createdAt} />],
  ] as const;
}
