import type { ReactNode } from "react";
import type { ExtensionState } from "@/server/domain/extension-state";
import { classNames } from "../ui/class-names";
import { Shape, type StateShape } from "./shape";

interface StateWords {
  readonly shape: StateShape;
  readonly word: string;
  readonly meaning: string;
}

/** Each state of an extension: its shape, its word, and what is known to be true in it. */
export const EXTENSION_STATES: Record<ExtensionState, StateWords> = {
  requested: { shape: "pending", word: "requested", meaning: "The order is written; nothing is set up yet." },
  awaiting_approval: {
    shape: "pending",
    word: "awaiting approval",
    meaning: "It crosses datacenters. An operator decides; no switch is touched until then.",
  },
  allocated: {
    shape: "pending",
    word: "allocated",
    meaning: "The pair and the map rows exist; the switches are being set up and read back.",
  },
  configured: {
    shape: "configured",
    word: "configured",
    meaning: "Every map row was read back from the kernels. No frame proves it now.",
  },
  live: {
    shape: "live",
    word: "live",
    meaning: "A frame was counted at every hop by the rules of exactly this pair, or a probe came back.",
  },
  releasing: {
    shape: "pending",
    word: "releasing",
    meaning: "The switches take the map rows out; it ends when the kernels no longer hold them.",
  },
  released: { shape: "released", word: "released", meaning: "Nothing of it is left on any switch." },
  rejected: {
    shape: "failed",
    word: "rejected",
    meaning: "An operator refused the crossing; the reason stands beside.",
  },
  failed: { shape: "failed", word: "failed", meaning: "It could not be set up; the reason stands beside." },
};

/** Whether something is still on its way, so that the page title can say so. */
export function isMoving(state: ExtensionState): boolean {
  return state === "requested" || state === "allocated" || state === "releasing";
}

/** Any state: a shape and a word. */
export function Mark({ shape, children, className }: { shape: StateShape; children: ReactNode; className?: string }) {
  return (
    <span className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <Shape shape={shape} />
      {children}
    </span>
  );
}

/** The state of an extension. */
export function ExtensionMark({ state, className }: { state: ExtensionState; className?: string }) {
  const words = EXTENSION_STATES[state];
  return (
    <Mark shape={words.shape} className={className}>
      <span title={words.meaning} data-state={state}>
        {words.word}
      </span>
    </Mark>
  );
}
