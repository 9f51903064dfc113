import { Plus } from "lucide-react";
import { Button } from "../ui/button";

interface ApplyBarProps {
  /** What applying would change; null while there is nothing to apply. */
  readonly changes: string | null;
  readonly pending: boolean;
  readonly onAdd: () => void;
  readonly onApply: () => void;
  readonly onDiscard: () => void;
}

/** Adds to the list, and applies or discards it whole. */
export function ApplyBar({ changes, pending, onAdd, onApply, onDiscard }: ApplyBarProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-3 py-2">
      <Button onClick={onAdd} data-act="add">
        <Plus aria-hidden /> Add a rule
      </Button>
      <span className="flex flex-wrap items-center justify-end gap-2">
        {changes === null ? null : <span className="text-table text-ink-2">Not applied: {changes}.</span>}
        <Button look="ghost" disabled={changes === null || pending} onClick={onDiscard}>
          Discard
        </Button>
        <Button look="primary" disabled={changes === null} pending={pending} onClick={onApply}>
          Apply
        </Button>
      </span>
    </div>
  );
}
