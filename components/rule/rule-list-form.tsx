"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { toast } from "sonner";
import type { RuleView } from "@/server/services/rule/view";
import { useTRPC } from "../trpc/context";
import { type Fault, faultOf } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { EmptyState } from "../ui/empty-state";
import { ApplyBar } from "./apply-bar";
import type { ListAct } from "./rule-buttons";
import { RuleDialog } from "./rule-dialog";
import { emptyRule, isRuleFault, type RuleDraft, wantedRuleOf } from "./rule-draft";
import { changesText } from "./rule-list";
import { RuleReach } from "./rule-reach";
import { RuleTable } from "./rule-table";
import { ruleFaultAt, ruleFaults } from "./server-word";
import type { Holding } from "./standing";
import { useCopyTargets } from "./use-copy-targets";
import { useFocusAfter } from "./use-focus-after";
import { useRuleList } from "./use-rule-list";

interface RuleListProps {
  readonly vlanId: string;
  readonly rackId: string;
  readonly member: boolean;
  readonly kept: readonly RuleView[];
  readonly holding: Holding;
}

/** The list as a person writes it, beside what the server keeps of it. */
export function RuleList({ vlanId, rackId, member, kept, holding }: RuleListProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const targets = useCopyTargets(rackId);
  const list = useRuleList(kept);
  const nextKey = useNewKeys();
  const [open, setOpen] = useState<RuleDraft | null>(null);
  const [said, setSaid] = useState("");
  const focusAfter = useFocusAfter();
  const apply = useMutation(
    trpc.rules.replace.mutationOptions({
      onSuccess: async (now) => {
        // First what the switches hold of it: else the new list would look in force for a moment.
        await client.invalidateQueries(trpc.extensions.list.queryFilter());
        client.setQueryData(trpc.rules.list.queryKey({ vlanId }), now);
        list.discard();
        toast(now.length === 0 ? "No rule is asked any more." : "The switches are told the new list.");
      },
    }),
  );
  const fault = faultOf(apply.error);
  const act = ({ kind, rule }: ListAct) => {
    if (kind === "edit") return setOpen(rule);
    apply.reset();
    list.act({ kind, rule });
    focusAfter(kind, rule, list.rules);
    setSaid(saidOf(kind, rule, list.rules));
  };
  const send = () => {
    // The form lets nothing into the list that cannot be read.
    const rules = list.rules.map(wantedRuleOf).flatMap((read) => (isRuleFault(read) ? [] : [read]));
    apply.mutate({ vlanId, rules });
  };
  const openPlace = open === null ? -1 : list.rules.findIndex(({ key }) => key === open.key);
  return (
    <>
      {list.overtaken ? (
        <div className="p-3 pb-0">
          <Banner look="warn">
            Somebody else applied another list meanwhile. Apply replaces it with yours; Discard shows it.
          </Banner>
        </div>
      ) : null}
      <Problem fault={fault} />
      {list.rules.length === 0 ? (
        <NoRules changed={kept.length > 0} />
      ) : (
        <RuleTable
          rules={list.rules}
          kept={kept}
          holding={holding}
          resources={targets.names}
          faults={ruleFaults(fault)}
          onAct={member ? act : undefined}
        />
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      {member ? (
        <ApplyBar
          changes={list.dirty ? changesText(list.changes) : null}
          pending={apply.isPending}
          onAdd={() => setOpen(emptyRule(nextKey()))}
          onApply={send}
          onDiscard={() => {
            apply.reset();
            list.discard();
          }}
        />
      ) : null}
      <RuleReach />
      <RuleDialog
        draft={open}
        fault={ruleFaultAt(fault, openPlace)}
        targets={targets}
        onChange={setOpen}
        onClose={() => setOpen(null)}
        onDone={(rule) => {
          apply.reset();
          list.put(rule);
          setOpen(null);
        }}
      />
    </>
  );
}

/** Keys that no rule of the server has. */
function useNewKeys(): () => string {
  const own = useId();
  const made = useRef(0);
  return () => {
    made.current += 1;
    return `new ${own} ${made.current}`;
  };
}

/** Told to who does not see the list move. */
function saidOf(kind: "up" | "down" | "delete", rule: RuleDraft, before: readonly RuleDraft[]): string {
  if (kind === "delete") return `${rule.name} is deleted from the list.`;
  const place = before.findIndex(({ key }) => key === rule.key) + 1 + (kind === "up" ? -1 : 1);
  return `${rule.name} is rule ${place} of ${before.length}.`;
}

function Problem({ fault }: { fault: Fault | null }) {
  if (fault === null) return null;
  const [place] = ruleFaults(fault).keys();
  const shown =
    place === undefined
      ? fault.message
      : `Rule ${place + 1} was refused, so nothing was applied; its row says why. The rules in force stay.`;
  return (
    <div className="p-3 pb-0">
      <Banner look="fault">{shown}</Banner>
    </div>
  );
}

function NoRules({ changed }: { changed: boolean }) {
  return (
    <EmptyState
      title={changed ? "No rule is left in the list." : "No rule: every frame of this VLAN goes on."}
      call="rules.replace({ vlanId, rules: [{ name, match, action }] })"
    >
      {changed
        ? "Apply the list to let every frame of this VLAN go on."
        : "Add one to drop, limit or copy some of your own frames."}
    </EmptyState>
  );
}
