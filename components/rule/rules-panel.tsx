"use client";

import { useQuery } from "@tanstack/react-query";
import type { VlanView } from "@/server/services/vlan/view";
import { OldFigures } from "../profile/old-figures";
import { REFRESH_MS } from "../profile/refresh";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Panel } from "../ui/panel";
import { useVlanExtensions } from "../vlan/use-vlan-extensions";
import { RuleList } from "./rule-list-form";
import { holdingOf } from "./standing";

/** The rules of a VLAN in their order, counted live; a member writes a new list and applies it whole. */
export function RulesPanel({ vlan, member }: { vlan: VlanView; member: boolean }) {
  const trpc = useTRPC();
  const vlanId = vlan.id;
  const each = { refetchInterval: REFRESH_MS };
  const rules = useQuery(trpc.rules.list.queryOptions({ vlanId }, each));
  // Its switches are those that count the rules.
  const macs = useQuery(trpc.vlans.macs.queryOptions({ vlanId }, each));
  const holding = holdingOf(useVlanExtensions(vlan).data ?? []);
  return (
    <Panel title="Rules" note="your own, for frames of this VLAN">
      <Answer query={rules}>
        {(kept) => <RuleList vlanId={vlanId} rackId={vlan.rack.id} member={member} kept={kept} holding={holding} />}
      </Answer>
      {rules.data === undefined || rules.data.length === 0 ? null : (
        <div className="px-3 pb-2 empty:hidden">
          <OldFigures sources={macs.data?.switches ?? []} knownAt={macs.dataUpdatedAt} />
        </div>
      )}
    </Panel>
  );
}
