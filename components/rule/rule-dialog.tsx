"use client";

import { type FormEvent, useRef, useState } from "react";
import { showProblem } from "../profile/show-problem";
import type { Fault } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { isRuleFault, type RuleDraft, wantedRuleOf } from "./rule-draft";
import { RuleFields } from "./rule-fields";
import type { CopyTargets } from "./use-copy-targets";

interface RuleDialogProps {
  /** The rule that is written; null while none is, and then the dialog is closed. */
  readonly draft: RuleDraft | null;
  /** What the server said of this rule; its fields without the rule's place in the list. */
  readonly fault: Fault | null;
  readonly targets: CopyTargets;
  readonly onChange: (draft: RuleDraft) => void;
  /** The rule is written, and goes into the list. */
  readonly onDone: (draft: RuleDraft) => void;
  readonly onClose: () => void;
}

/** One rule as a form. It changes the list on the page; the switches hear of it when the list is applied. */
export function RuleDialog({ draft, fault, targets, onChange, onDone, onClose }: RuleDialogProps) {
  const form = useRef<HTMLFormElement>(null);
  const [local, setLocal] = useState<Fault | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The list's own form, if one is around, is not meant.
    event.stopPropagation();
    if (draft === null) return;
    const problem = readProblem(draft);
    setLocal(problem);
    if (problem === null) onDone(draft);
    else showProblem(form.current);
  };
  const shown = local ?? fault;
  return (
    <Dialog
      open={draft !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={draft?.id === undefined ? "Add a rule" : "Edit a rule"}
      description="It goes into the list; nothing changes on a switch before you apply the list."
    >
      {draft === null ? null : (
        <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-3">
          {shown !== null && shown.field === null ? <Banner look="fault">{shown.message}</Banner> : null}
          <RuleFields
            draft={draft}
            fault={shown}
            targets={targets}
            onChange={(next) => {
              setLocal(null);
              onChange(next);
            }}
          />
          <div className="flex justify-end">
            <Button type="submit" look="primary">
              {draft.id === undefined ? "Put into the list" : "Change in the list"}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function readProblem(draft: RuleDraft): Fault | null {
  const read = wantedRuleOf(draft);
  if (isRuleFault(read)) return read;
  if (read.name !== "") return null;
  return { code: "invalid", message: "Give the rule a name.", field: "name", requestId: null };
}
