"use client";

import { useQuery } from "@tanstack/react-query";
import type { RecapView } from "@/server/services/extension/view";
import { PredictedPath } from "../frame-path/predicted-path";
import { Mark } from "../state/state-mark";
import { SwitchChanges } from "../switch/switch-changes";
import { Pair } from "../tag/pair";
import { useTRPC } from "../trpc/context";
import { Facts } from "../ui/facts";
import { Panel } from "../ui/panel";

/** Everything that an order of a machine and its extension would do, before it does it. */
export function MachineRecap({ plan }: { plan: RecapView & { readonly address: string } }) {
  const trpc = useTRPC();
  const places = useQuery(trpc.datacenters.list.queryOptions()).data ?? [];
  return (
    <>
      <Panel title="What you get">
        <Facts rows={factsOf(plan)} />
      </Panel>
      <Panel title="The way of your frames" note="predicted from the map">
        <PredictedPath path={plan.path} places={places} />
      </Panel>
      <Panel title="Changes on the switches" note="besides the machine itself">
        <SwitchChanges changes={plan.changes} />
      </Panel>
    </>
  );
}

function factsOf({ pair, address, mtu, approval }: RecapView & { readonly address: string }) {
  return [
    [
      "Address",
      <span key="address" className="number">
        {address}
      </span>,
    ],
    ["Pair", <Pair key="pair" hostTag={pair.hostTag} customerTag={pair.customerTag} />],
    ["Payload", `${mtu} octets on the whole way`],
    [
      "Approval",
      approval.needed ? (
        <span key="approval">
          <Mark shape="pending">{approval.who} must approve the extension</Mark>
          <span className="block text-ink-2">{approval.why} The machine is made at once.</span>
        </span>
      ) : (
        "not needed: it is set up at once"
      ),
    ],
  ] as const;
}
