"use client";

import { useQuery } from "@tanstack/react-query";
import { Server } from "lucide-react";
import Link from "next/link";
import type { RackView } from "@/server/services/rack/view";
import type { VlanView } from "@/server/services/vlan/view";
import { portWords } from "../rack/port-words";
import { useTRPC } from "../trpc/context";
import { Panel } from "../ui/panel";
import { type OrderChoice, orderAddress } from "./order-steps";

interface ChooseRackProps {
  /** The VLAN that is extended; undefined while it is not known. */
  readonly vlan: VlanView | undefined;
  readonly choice: OrderChoice;
}

const ROW =
  "grid min-h-10 grid-cols-[8rem_minmax(0,1fr)_auto] items-center gap-x-4 px-3 py-1.5 max-sm:grid-cols-[minmax(0,1fr)_auto]";

/** The tenant's other racks as far ends: the VLAN is then one LAN with both racks on it. */
export function ChooseRack({ vlan, choice }: ChooseRackProps) {
  const trpc = useTRPC();
  const racks = useQuery(trpc.racks.list.queryOptions()).data ?? [];
  const others = racks.filter(({ id }) => id !== vlan?.rack.id);
  if (others.length === 0) return null;
  return (
    <Panel title="Your own racks" note="in any datacenter: the VLAN becomes one LAN with that rack on it">
      <ul>
        {others.map((rack) => (
          <li key={rack.id} className="border-b border-line last:border-b-0">
            <RackRow rack={rack} from={vlan?.rack.datacenterCode ?? null} choice={choice} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function RackRow({ rack, from, choice }: { rack: RackView; from: string | null; choice: OrderChoice }) {
  const content = (
    <>
      <span className="flex min-w-0 items-center gap-2 font-medium wrap-anywhere">
        <Server aria-hidden className="size-4 shrink-0 text-ink-3" /> {rack.name}
      </span>
      <span className="flex min-w-0 flex-wrap gap-x-4 text-table text-ink-2 max-sm:order-last max-sm:col-span-2">
        <span>rack, {rack.kind}</span>
        <span>{siteText(rack, from)}</span>
        <span>{rack.port === null ? "waits for a cable" : portWords(rack.port)}</span>
      </span>
      <span>{rack.port === null ? "not yet" : "yours"}</span>
    </>
  );
  if (rack.port === null) return <div className={`${ROW} text-ink-3`}>{content}</div>;
  return (
    <Link href={orderAddress({ ...choice, resource: rack.id })} className={`${ROW} hover:bg-hover`}>
      {content}
    </Link>
  );
}

function siteText({ datacenter: { code } }: RackView, from: string | null): string {
  return from === null || from === code ? code : `${code}: crosses from ${from}, an operator must approve`;
}
