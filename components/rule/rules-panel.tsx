"use client";

import { useQuery } from "@tanstack/react-query";
import { REFRESH_MS } from "../profile/refresh";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Panel } from "../ui/panel";
import { RuleList } from "./rule-list-form";

/** The rules of a VLAN in their order, counted live; a member writes a new list and applies it whole. */
export function RulesPanel({ vlanId, member }: { vlanId: string; member: boolean }) {
  const trpc = useTRPC();
  const rules = useQuery(trpc.rules.list.queryOptions({ vlanId }, { refetchInterval: REFRESH_MS }));
  return (
    <Panel title="Rules" note="your own, for frames of this VLAN">
      <Answer query={rules}>{(kept) => <RuleList vlanId={vlanId} member={member} kept={kept} />}</Answer>
    </Panel>
  );
}
