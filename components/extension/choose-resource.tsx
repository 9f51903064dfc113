"use client";

import { useQuery } from "@tanstack/react-query";
import { Cloud, Cpu } from "lucide-react";
import Link from "next/link";
import type { CloudSystemView, CloudView, ResourceView } from "@/server/services/cloud/view";
import { NewMachineRow } from "../machine/new-machine-row";
import { Mark } from "../state/state-mark";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Panel } from "../ui/panel";
import { ChooseRack } from "./choose-rack";
import { type OrderChoice, orderAddress } from "./order-steps";

/** Step two: which resource, or which other rack of the tenant's. Taken ones are shown, and say so. */
export function ChooseResource({ vlanId, choice }: { vlanId: string; choice: OrderChoice }) {
  const trpc = useTRPC();
  const clouds = useQuery(trpc.clouds.list.queryOptions());
  const vlan = useQuery(trpc.vlans.list.queryOptions({})).data?.find((candidate) => candidate.id === vlanId);
  return (
    <Answer query={clouds} rows={6}>
      {(rows) => (
        <div className="flex flex-col gap-4">
          {rows.map((cloud) => (
            <Panel key={cloud.id} title={cloud.name} note={noteOf(cloud, vlan?.rack.datacenterCode ?? null)}>
              <ul>
                {cloud.systems.flatMap((system) =>
                  system.resources.map((resource) => (
                    <li key={resource.id} className="border-b border-line last:border-b-0">
                      <ResourceRow choice={choice} rackId={vlan?.rack.id ?? null} system={system} resource={resource} />
                    </li>
                  )),
                )}
              </ul>
              <NewMachineRow cloud={cloud} vlanId={vlanId} />
            </Panel>
          ))}
          <ChooseRack vlan={vlan} choice={choice} />
        </div>
      )}
    </Answer>
  );
}

function noteOf(cloud: CloudView, rackDatacenter: string | null): string {
  const { code, place } = cloud.datacenter;
  if (rackDatacenter === null || rackDatacenter === code) return `${code}, ${place}`;
  return `${code}, ${place}: crosses datacenters from ${rackDatacenter}, an operator must approve`;
}

interface ResourceRowProps {
  readonly choice: OrderChoice;
  /** The rack whose VLAN is extended; null while it is not known. */
  readonly rackId: string | null;
  readonly system: CloudSystemView;
  readonly resource: ResourceView;
}

const ROW =
  "grid min-h-10 grid-cols-[8rem_minmax(0,1fr)_auto] items-center gap-x-4 px-3 py-1.5 max-sm:grid-cols-[minmax(0,1fr)_auto]";

function ResourceRow({ choice, rackId, system, resource }: ResourceRowProps) {
  const Icon = system.kind === "virtual" ? Cpu : Cloud;
  const content = (
    <>
      <span className="flex items-center gap-2 font-medium">
        <Icon aria-hidden className="size-4 text-ink-3" /> {resource.name}
      </span>
      <span className="flex min-w-0 flex-wrap gap-x-4 text-table text-ink-2 max-sm:order-last max-sm:col-span-2">
        <span>
          {system.kind}
          {system.parent === null ? "" : `, on ${system.parent}`}
        </span>
        <span className="number">{resource.mac}</span>
        <span>{placeText(resource)}</span>
      </span>
      <Availability resource={resource} />
    </>
  );
  const isOthers = resource.directLink !== null && resource.directLink.rack.id !== rackId;
  if (isOthers || resource.availability === "taken") return <div className={`${ROW} text-ink-3`}>{content}</div>;
  return (
    <Link href={orderAddress({ ...choice, resource: resource.id })} className={`${ROW} hover:bg-hover`}>
      {content}
    </Link>
  );
}

function placeText({ port, directLink }: ResourceView): string {
  if (directLink !== null) return `direct link ${directLink.code} from ${directLink.rack.name}, no switch`;
  return port === null ? "" : `switch ${port.switchCode} port ${port.number}`;
}

function Availability({ resource }: { resource: ResourceView }) {
  if (resource.availability === "free") return <span>free</span>;
  if (resource.availability === "yours") return <span>yours already</span>;
  return <Mark shape="released">{resource.reservedFor === null ? "taken" : `taken by ${resource.reservedFor}`}</Mark>;
}
