"use client";

import { useQuery } from "@tanstack/react-query";
import type { RackView } from "@/server/services/rack/view";
import { TagChip } from "../tag/tag-chip";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Copy } from "../ui/copy";
import { Facts } from "../ui/facts";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { Time } from "../ui/time";
import { DeclareVlans } from "../vlan/declare-vlans";
import { VlanTable } from "../vlan/vlan-table";
import { OwnLan } from "./own-lan";
import { PortAccepts } from "./port-accepts";
import { portWords } from "./port-words";
import { ReleaseRack } from "./release-rack";

/** One rack: its LANs as the client sees them, its VLANs, and the form that declares more. */
export function RackPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const rack = useQuery(trpc.racks.get.queryOptions({ id }));
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const vlans = useQuery(trpc.vlans.list.queryOptions({ rackId: id }));
  const extensions = useQuery(trpc.extensions.list.queryOptions({ rackId: id }));
  const member = me !== undefined && !me.operator;
  return (
    <Answer query={rack}>
      {(own) => (
        <>
          <PageTitle>{`${own.name}, ${own.vlanCount} VLANs`}</PageTitle>
          <PageHeader
            title={
              <>
                {own.name} <TagChip tag={{ kind: "host", value: own.hostTag, format: 0x88a8 }} />
              </>
            }
            lead={`A ${own.kind === "virtual" ? "virtual rack, made by the cloud," : "physical rack"} of ${own.tenant.name} in ${own.datacenter.name}, ${own.port === null ? "waiting for a cable" : `on switch ${portWords(own.port)}`}.`}
            actions={member ? <ReleaseRack rack={own} /> : null}
          />
          <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_21rem]">
            <div className="flex min-w-0 flex-col gap-4">
              <Panel
                title="Your LANs"
                note="as the rack sees them: resources and racks are neighbours, wherever they stand; dotted in another datacenter"
              >
                <Answer query={vlans}>
                  {(rows) => <OwnLan rack={own} vlans={rows} extensions={extensions.data ?? []} member={member} />}
                </Answer>
              </Panel>
              <Panel title="VLANs" note="the client's own id, and the pair that stands for it in the fabric">
                <Answer query={vlans}>{(rows) => <VlanTable vlans={rows} member={member} inRack />}</Answer>
              </Panel>
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              {member ? <DeclareVlans rackId={id} /> : null}
              <PortAccepts rack={own} member={member} />
              <Panel title="Rack">
                <Facts rows={factsOf(own)} />
              </Panel>
            </div>
          </div>
        </>
      )}
    </Answer>
  );
}

function factsOf(rack: RackView) {
  return [
    ["Id", <Copy key="id" value={rack.id} />],
    ["Datacenter", `${rack.datacenter.code}, ${rack.datacenter.name}`],
    ["Port", rack.port === null ? "waits for a cable: all client ports here have a rack" : portWords(rack.port)],
    ["Kind", rack.kind === "virtual" ? "virtual, made by the cloud: a machine with its own IP stack" : "physical"],
    ["Series", `${rack.series}: its host tag reads Q-${rack.series}${rack.hostTag}`],
    ["MAC", rack.mac === null ? "not declared" : <Copy key="mac" value={rack.mac} />],
    ["Room", rack.room ?? "not given"],
    ["Cabinet", rack.cabinet ?? "not given"],
    ["Height", rack.heightUnits === null ? "not given" : `${rack.heightUnits} units`],
    ["Registered", <Time key="at" at={rack.createdAt} />],
  ] as const;
}
