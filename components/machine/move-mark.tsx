import type { MoveView } from "@/server/services/machine/view";
import type { StateShape } from "../state/shape";
import { Mark } from "../state/state-mark";

const STAGES: Record<MoveView["stage"], { readonly shape: StateShape; readonly word: string }> = {
  awaiting_approval: { shape: "pending", word: "move awaits approval" },
  preparing: { shape: "pending", word: "being made at the new place" },
  switching: { shape: "pending", word: "switching over" },
  done: { shape: "configured", word: "moved" },
  rejected: { shape: "failed", word: "move rejected" },
  failed: { shape: "failed", word: "move failed" },
};

/** How a move stands. */
export function MoveMark({ stage }: { stage: MoveView["stage"] }) {
  return <Mark shape={STAGES[stage].shape}>{STAGES[stage].word}</Mark>;
}
