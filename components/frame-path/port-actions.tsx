import type { SwitchHop, TagAction } from "@/server/domain/frame-path";
import { TagChip } from "../tag/tag-chip";
import { classNames } from "../ui/class-names";

/** What a switch pushes, pops, keeps and writes anew, at the port where it does so. */
export function PortActions({ hop, side }: { hop: SwitchHop; side: "in" | "out" }) {
  return (
    <div className={classNames("flex flex-col gap-1", side === "out" && "items-end")}>
      {actionsAt(hop, side).map((action) => (
        <Action key={`${action.kind}-${action.tag.kind}`} action={action} />
      ))}
    </div>
  );
}

function Action({ action }: { action: TagAction }) {
  const { kind, tag } = action;
  if (kind === "push") return <TagChip tag={tag} sign="+" />;
  if (kind === "pop") return <TagChip tag={tag} sign="−" />;
  return (
    <span className="flex items-center gap-1 text-[11px] whitespace-nowrap text-ink-3">
      {action.kind === "rewrite" ? rewriteWord(action) : "keeps"} <TagChip tag={tag} />
    </span>
  );
}

/** "Q 10 to" where the number changes; where only the form does, the chip's note says which. */
function rewriteWord({ from, tag }: Extract<TagAction, { kind: "rewrite" }>): string {
  return from.value === tag.value ? "new form" : `${from.value} to`;
}

/** The in port's actions come first; where both ports are one, what is pushed belongs to the way in. */
function actionsAt(hop: SwitchHop, side: "in" | "out"): readonly TagAction[] {
  if (hop.inPort !== hop.outPort)
    return hop.actions.filter((action) => action.port === (side === "in" ? hop.inPort : hop.outPort));
  return hop.actions.filter((action) => (action.kind === "push") === (side === "in"));
}
