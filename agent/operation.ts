/** What the agent can do to a switch's kernel: the whole list, and the order in which it may happen. */
import type { Tunnel } from "./encapsulation/encapsulation";
import type { Filter } from "./filter";
import { PRIORITY } from "./priority";
import type { Scope } from "./scope";
import type { RuleRole } from "./wanted";

export type Operation = { readonly scope: Scope } & OperationKind;

type OperationKind =
  /** Sets a given port down, when it leaves the desired state. */
  | { readonly kind: "close-port"; readonly device: string }
  | { readonly kind: "delete-filter"; readonly filter: Filter; readonly replaced: boolean }
  | { readonly kind: "delete-vlan"; readonly device: string; readonly vid: number }
  /** What a bridge learned of a segment at one of its ports; addresses that still send are learned again. */
  | { readonly kind: "forget-addresses"; readonly device: string; readonly vid: number }
  | { readonly kind: "delete-link"; readonly device: string }
  /** A tunnel that is no longer used: it goes last, when nothing is sent into it any more. */
  | { readonly kind: "delete-tunnel"; readonly device: string }
  | { readonly kind: "add-bridge"; readonly device: string; readonly mtu: number }
  | { readonly kind: "set-bridge"; readonly device: string }
  /** Most addresses that a bridge learns; 0: as many as come. */
  | { readonly kind: "limit-learned"; readonly device: string; readonly most: number }
  | { readonly kind: "add-pair"; readonly device: string; readonly peer: string; readonly mtu: number }
  | { readonly kind: "add-tunnel"; readonly device: string; readonly tunnel: Tunnel }
  | { readonly kind: "set-mtu"; readonly device: string; readonly mtu: number }
  /** Most frames in one large segment (GSO). */
  | { readonly kind: "set-segments"; readonly device: string; readonly segments: number }
  /** Keeps the switch's own IPv6 from speaking on the device: clients see their own frames alone (seed para 47). */
  | { readonly kind: "silence"; readonly device: string }
  /** A cable's end is no bridge port: real hardware would drop what is addressed to others. */
  | { readonly kind: "listen"; readonly device: string }
  | { readonly kind: "add-ingress"; readonly device: string }
  | { readonly kind: "enslave"; readonly device: string; readonly master: string }
  | { readonly kind: "release"; readonly device: string }
  | { readonly kind: "open"; readonly device: string }
  | { readonly kind: "add-vlan"; readonly device: string; readonly vid: number }
  | { readonly kind: "add-filter"; readonly filter: Filter; readonly role: RuleRole }
  /** Puts a rule in the place of another in one step: each frame meets the one or the other. */
  | { readonly kind: "replace-filter"; readonly filter: Filter; readonly role: RuleRole };

/** The order inside one stage does not matter; stages follow each other. What goes, goes first: no number has two owners. */
const STAGES = [
  "close-port",
  "delete rule into the switch",
  "delete rule out of the switch",
  "delete refusal",
  "delete-vlan",
  "delete default drop",
  "delete-link",
  "add-bridge",
  "set-bridge",
  "limit-learned",
  "add-pair",
  "add-tunnel",
  "set-mtu",
  "set-segments",
  "silence",
  "listen",
  "add-ingress",
  "replace default drop",
  "default",
  "release",
  "enslave",
  "open inside",
  "open port",
  "add-vlan",
  "link",
  "refuse",
  "out",
  "serve",
  "in",
  "forget-addresses",
  "delete chain",
  "delete-tunnel",
] as const;
type Stage = (typeof STAGES)[number];

const REFUSALS: ReadonlySet<number> = new Set([PRIORITY.refuseCustomer, PRIORITY.refuseService]);

function stageName(operation: Operation): Stage {
  if (operation.kind === "add-filter" || operation.kind === "replace-filter") return operation.role;
  if (operation.kind === "delete-filter") return deletionStage(operation.filter, operation.replaced);
  if (operation.kind === "open") return /^[pl]-/.test(operation.device) ? "open port" : "open inside";
  return operation.kind;
}

/** A chain is left before its rules go; only where a rule gives way to another one it goes first, like every such rule. */
function deletionStage(filter: Filter, replaced: boolean): Stage {
  if (filter.chain !== undefined) return replaced ? "delete rule into the switch" : "delete chain";
  if (filter.priority === PRIORITY.drop) return replaced ? "replace default drop" : "delete default drop";
  if (REFUSALS.has(filter.priority) || filter.match.kind === "forged") return "delete refusal";
  return filter.device.startsWith("a-") ? "delete rule out of the switch" : "delete rule into the switch";
}

/** Operations in the order in which they may be applied; equal stages keep their order. */
export function inOrder(operations: readonly Operation[]): Operation[] {
  const rank = new Map<Stage, number>(STAGES.map((stage, index) => [stage, index]));
  const rankOf = (operation: Operation) => rank.get(stageName(operation)) ?? STAGES.length;
  return [...operations].sort((a, b) => rankOf(a) - rankOf(b));
}
