"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import type { RuleDraft } from "./rule-draft";

/** What a person does to one rule of the list. */
export interface ListAct {
  readonly kind: "edit" | "up" | "down" | "delete";
  readonly rule: RuleDraft;
}

interface RuleButtonsProps {
  /** From 1. */
  readonly place: number;
  readonly count: number;
  readonly rule: RuleDraft;
  readonly onAct: (act: ListAct) => void;
}

/** Edit, move and delete, each a button of its own, so that the keyboard alone does it all. */
export function RuleButtons({ place, count, rule, onAct }: RuleButtonsProps) {
  const one = (kind: ListAct["kind"], label: string, icon: ReactNode, idle = false) => (
    <Button
      look="ghost"
      size="icon"
      aria-label={`${label} ${rule.name}`}
      title={label}
      // At an end it stays focusable, so that moving by keyboard does not lose its place.
      aria-disabled={idle || undefined}
      className={classNames("md:size-7", idle && "opacity-45")}
      data-act={buttonName(kind, rule.key)}
      onClick={() => {
        if (!idle) onAct({ kind, rule });
      }}
    >
      {icon}
    </Button>
  );
  return (
    <span className="inline-flex whitespace-nowrap">
      {one("up", "Move up", <ArrowUp aria-hidden />, place === 1)}
      {one("down", "Move down", <ArrowDown aria-hidden />, place === count)}
      {one("edit", "Edit", <Pencil aria-hidden />)}
      {one("delete", "Delete", <Trash2 aria-hidden />)}
    </span>
  );
}

/** How a rule's button is found again after the list has changed. */
export function buttonName(kind: ListAct["kind"], key: string): string {
  return `${kind} ${key}`;
}
