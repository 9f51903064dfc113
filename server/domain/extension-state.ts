/** The life of an extension, as one table: every move that may happen, and nothing else may. */
export const TRANSITIONS = {
  requested: ["awaiting_approval", "allocated", "failed"],
  awaiting_approval: ["allocated", "rejected", "released", "failed"],
  allocated: ["configured", "releasing", "failed"],
  configured: ["live", "allocated", "releasing"],
  live: ["configured", "allocated", "releasing"],
  releasing: ["released"],
  released: [],
  rejected: [],
  failed: [],
} as const satisfies Record<string, readonly string[]>;

export type ExtensionState = keyof typeof TRANSITIONS;

/** In these states the map rows of the extension exist and the switches are asked to hold them. */
export const ATTACHED_STATES = ["allocated", "configured", "live"] as const satisfies readonly ExtensionState[];

/** Nothing moves any more; the resource is free again. */
export const ENDED_STATES = ["released", "rejected", "failed"] as const satisfies readonly ExtensionState[];

/** Whether the table has that move. */
export function mayMove(from: ExtensionState, to: ExtensionState): boolean {
  const allowed: readonly string[] = TRANSITIONS[from];
  return allowed.includes(to);
}

/** What a read-back says about an extension's map entries on all the switches that it touches. */
export interface Evidence {
  /** Every entry was read back from the kernel as desired. */
  readonly present: boolean;
  /** Frames were counted at every hop of one direction by the rules that match the pair exactly, or a probe came back. */
  readonly arrived: boolean;
  /** The last probes did not come back, although every entry is present. */
  readonly silent: boolean;
  /** None of the entries is in any kernel any more. */
  readonly gone: boolean;
}

/**
 * The state that evidence from the kernels leads to; the same state when it proves nothing new.
 * `configured` is what was read back, `live` what a frame proved (seed blocks 416, 528).
 */
export function stateByEvidence(state: ExtensionState, evidence: Evidence): ExtensionState {
  if (state === "releasing") return evidence.gone ? "released" : "releasing";
  if (state === "allocated") return evidence.present ? "configured" : "allocated";
  if (state === "configured" || state === "live") {
    if (!evidence.present) return "allocated";
    if (evidence.silent) return "configured";
    return evidence.arrived ? "live" : state;
  }
  return state;
}
