"use client";

import { matchWords } from "@/server/domain/rule-words";
import type { RuleView } from "@/server/services/rule/view";
import { DropCount, NotCounted } from "../profile/drops";
import { Mark } from "../state/state-mark";
import { type Column, DataTable } from "../ui/data-table";
import { countText } from "../ui/duration";
import { ActionMark } from "./action-mark";
import { type ListAct, RuleButtons } from "./rule-buttons";
import { isRuleFault, type RuleDraft, wantedRuleOf } from "./rule-draft";
import { type RuleStanding, standingOf } from "./rule-list";
import { type Holding, standingWords } from "./standing";

interface RuleTableProps {
  readonly rules: readonly RuleDraft[];
  /** As the server keeps them, with what was counted. */
  readonly kept: readonly RuleView[];
  readonly holding: Holding;
  readonly resources: ReadonlyMap<string, string>;
  /** What the server said of single rules, by their place in the list. */
  readonly faults: ReadonlyMap<number, string>;
  /** Absent for who only looks. */
  readonly onAct?: (act: ListAct) => void;
}

interface Row {
  readonly place: number;
  readonly rule: RuleDraft;
  readonly kept: RuleView | undefined;
  readonly standing: RuleStanding;
  readonly fault: string | null;
}

/** Rules in their order, with what each does and how often it did. */
export function RuleTable({ rules, kept, holding, resources, faults, onAct }: RuleTableProps) {
  const rows = rules.map((rule, index): Row => {
    const same = kept.find(({ id }) => id === rule.id);
    return { place: index + 1, rule, kept: same, standing: standingOf(rule, kept), fault: faults.get(index) ?? null };
  });
  const columns: readonly Column<Row>[] = [
    { key: "name", title: "Rule", heads: true, cell: (row) => <Named row={row} /> },
    { key: "action", title: "Action", cell: ({ rule }) => <Does rule={rule} resources={resources} /> },
    { key: "words", title: "Frames", cell: (row) => <Matches row={row} /> },
    {
      key: "standing",
      title: "State",
      cell: (row) => <Standing {...standingWords(row.standing, holding, idleOf(row) !== null)} />,
    },
    { key: "hits", title: "Hits", align: "right", cell: ({ kept }) => <Hits kept={kept} /> },
    {
      ...{ key: "dropped", title: "Dropped", align: "right" as const },
      cell: ({ kept }) => (kept === undefined ? <NotAsked /> : <DropCount frames={kept.hits} dropped={kept.dropped} />),
    },
    ...(onAct === undefined ? [] : [buttons(rows.length, onAct)]),
  ];
  return <DataTable caption="Rules" rows={rows} columns={columns} rowKey={({ rule }) => rule.key} />;
}

function buttons(count: number, onAct: (act: ListAct) => void): Column<Row> {
  return {
    key: "buttons",
    title: "Change",
    align: "right",
    cell: ({ place, rule }) => <RuleButtons place={place} count={count} rule={rule} onAct={onAct} />,
  };
}

function Named({ row: { place, rule } }: { row: Row }) {
  return (
    <span className="flex items-baseline gap-2">
      <span className="number min-w-6 text-right max-md:min-w-0">{place}.</span>
      {rule.name}
    </span>
  );
}

function Standing({ shape, word }: ReturnType<typeof standingWords>) {
  return <Mark shape={shape}>{word}</Mark>;
}

function Does({ rule, resources }: { rule: RuleDraft; resources: ReadonlyMap<string, string> }) {
  const read = wantedRuleOf(rule);
  return isRuleFault(read) ? rule.action : <ActionMark action={read.action} resources={resources} />;
}

/** Why a kept rule copies nothing; null when it does, and for one that was changed since. */
function idleOf({ kept, standing }: Row): string | null {
  return standing === "kept" ? (kept?.idle ?? null) : null;
}

function Matches({ row }: { row: Row }) {
  const { rule, fault } = row;
  const read = wantedRuleOf(rule);
  const idle = idleOf(row);
  return (
    <span className="flex min-w-0 flex-col wrap-anywhere">
      {isRuleFault(read) ? read.message : matchWords(matchOf(read.match))}
      {idle === null ? null : <span className="text-xs text-ink-2">{idle}</span>}
      {fault === null ? null : (
        <span role="alert" className="text-danger">
          {fault}
        </span>
      )}
    </span>
  );
}

/** Addresses are text to who reads them; the server's own type says besides that they are checked. */
function matchOf(match: object): RuleView["match"] {
  return match;
}

function Hits({ kept }: { kept: RuleView | undefined }) {
  if (kept === undefined) return <NotAsked />;
  if (kept.hits === null) return <NotCounted />;
  return <span className="number">{countText(kept.hits)}</span>;
}

/** A rule that no switch has: there is nothing to count. */
function NotAsked() {
  return (
    <span className="text-ink-3">
      <span aria-hidden>–</span>
      <span className="sr-only">not applied</span>
    </span>
  );
}
