"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { VlanView } from "@/server/services/vlan/view";
import { vlanText } from "../tag/client-vlan";
import { TagLabel } from "../tag/tag-chip";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Panel } from "../ui/panel";
import { type OrderChoice, orderAddress } from "./order-steps";

/** Step one: which VLAN of which rack. */
export function ChooseVlan({ choice }: { choice: OrderChoice }) {
  const trpc = useTRPC();
  const vlans = useQuery(trpc.vlans.list.queryOptions({}));
  return (
    <Answer query={vlans}>
      {(rows) =>
        rows.length === 0 ? (
          <div className="panel">
            <EmptyState
              title="There is no VLAN to extend yet."
              call="vlans.declare({ rackId, vids })"
              action={
                <Button asChild look="primary">
                  <Link href="/racks">Choose a rack</Link>
                </Button>
              }
            >
              Declare the VLANs that your rack uses first.
            </EmptyState>
          </div>
        ) : (
          <div className="flex flex-col gap-4">
            {byRack(rows).map(([rack, own]) => (
              <Panel key={rack} title={`Rack ${rack}`} note={own[0]?.rack.datacenterCode}>
                <ul>
                  {own.map((vlan) => (
                    <li key={vlan.id} className="border-b border-line last:border-b-0">
                      <Link
                        href={orderAddress({ ...choice, vlan: vlan.id, resource: null })}
                        className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5 hover:bg-hover"
                      >
                        <span className="w-32 font-medium">{vlan.vid === null ? "Untagged" : vlanText(vlan.vid)}</span>
                        <span className="flex gap-1">
                          <TagLabel tag={{ kind: "host", value: vlan.hostTag, format: 0x88a8 }} />
                          <TagLabel tag={{ kind: "customer", value: vlan.customerTag, format: 0x8100 }} />
                        </span>
                        <span className="min-w-0 text-ink-2 wrap-anywhere">{vlan.name}</span>
                        <span className="number text-ink-2">{vlan.cidr}</span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </Panel>
            ))}
          </div>
        )
      }
    </Answer>
  );
}

function byRack(vlans: readonly VlanView[]): readonly (readonly [string, readonly VlanView[]])[] {
  const racks = new Map<string, VlanView[]>();
  for (const vlan of vlans) racks.set(vlan.rack.name, [...(racks.get(vlan.rack.name) ?? []), vlan]);
  return [...racks];
}
