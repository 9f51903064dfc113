/** Where the kernel differs from what is wanted: what is missing, what is wrong, what is left over; each with its repair. */
import type { Actual, ActualLink } from "./actual";
import { OWNER_ALIAS } from "./names";
import type { Operation } from "./operation";
import type { Problem } from "./protocol";
import type { Scope } from "./scope";
import { scopeOfDevice } from "./scope-of-device";

export interface Difference {
  readonly scope: Scope;
  /** Entries that it concerns; empty when it concerns all of the scope. */
  readonly keys: readonly string[];
  readonly state: "missing" | "wrong";
  readonly detail: string;
  /** Present where it is a problem of its own that somebody must solve. */
  readonly code?: Problem["code"];
  /** Empty where the agent may not or cannot act. */
  readonly repair: readonly Operation[];
}

/** An object with our mark that nothing wants. */
export interface Stray {
  readonly what: string;
  readonly removal: readonly Operation[];
}

export const linkNamed = (actual: Actual, name: string): ActualLink | undefined =>
  actual.links.find((link) => link.name === name);

export const isOurs = (link: ActualLink): boolean => link.alias === OWNER_ALIAS;

/** Removal of a link, and with it of all that it holds. */
export function deleteLink(device: string): Operation & { kind: "delete-link" } {
  return { kind: "delete-link", device, scope: scopeOfDevice(device) };
}

/** A difference; `keys` only where single entries are concerned. */
export function difference(
  state: "missing" | "wrong",
  scope: Scope,
  detail: string,
  repair: readonly Operation[],
  keys: readonly string[] = [],
): Difference {
  return { scope, keys, state, detail, repair };
}

/** A difference that the agent cannot repair, with its reason. */
export function unsolved(
  state: "missing" | "wrong",
  code: Problem["code"],
  scope: Scope,
  detail: string,
  keys: readonly string[] = [],
): Difference {
  return { scope, keys, state, detail, code, repair: [] };
}
