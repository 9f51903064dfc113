/** What a watch reply makes of the desired state that the agent has. Pure. */
import {
  applyChange,
  type DesiredChange,
  type DesiredState,
  desiredHash,
  hashAfter,
  partsLeaving,
  type WatchReply,
} from "./protocol";

export type News =
  | { readonly kind: "none" }
  | { readonly kind: "state"; readonly state: DesiredState }
  /** The agent must ask for the whole state. */
  | { readonly kind: "lost"; readonly why: string };

/** Follows the changes or takes the whole state; both are believed only when the hash fits. */
export function newsOf(current: DesiredState | null, desired: WatchReply["desired"]): News {
  if (desired.kind === "unchanged") return { kind: "none" };
  if (desired.kind === "state") return believed(desired.state);
  if (current === null) return { kind: "lost", why: "changes came before any state" };
  return followed(current, desired.changes);
}

/** Each change is believed by what it changes: the state before it was believed already. */
function followed(current: DesiredState, changes: readonly DesiredChange[]): News {
  let state = current;
  for (const change of changes) {
    if (change.number !== state.number + 1) {
      return { kind: "lost", why: `change ${change.number} does not follow ${state.number}` };
    }
    if (hashAfter(state.hash, partsLeaving(state, change), change.set) !== change.hash) return unfit(change);
    state = applyChange(state, change);
  }
  return { kind: "state", state };
}

function believed(state: DesiredState): News {
  return desiredHash(state) === state.hash ? { kind: "state", state } : unfit(state);
}

function unfit({ number }: Pick<DesiredState, "number">): News {
  return { kind: "lost", why: `the hash of state ${number} does not fit its content` };
}
