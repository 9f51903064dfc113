/** What a watch reply makes of the desired state that the agent has. Pure. */
import { applyChange, type DesiredChange, type DesiredState, desiredHash, type WatchReply } from "./protocol";

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

function followed(current: DesiredState, changes: readonly DesiredChange[]): News {
  let state = current;
  for (const change of changes) {
    if (change.number !== state.number + 1) {
      return { kind: "lost", why: `change ${change.number} does not follow ${state.number}` };
    }
    state = applyChange(state, change);
  }
  return believed(state);
}

function believed(state: DesiredState): News {
  if (desiredHash(state) === state.hash) return { kind: "state", state };
  return { kind: "lost", why: `the hash of state ${state.number} does not fit its content` };
}
