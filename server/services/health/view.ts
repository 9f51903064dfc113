import type { NodeState } from "../../domain/node-state";

/** A computer that a part of the system runs on, as that part measured it (seed FIG. 9, computer 900). */
export interface NodeView {
  /** "portal", or the code of the agent's switch. */
  readonly id: string;
  readonly kind: "portal" | "agent";
  readonly switchCode: string | null;
  readonly datacenterCode: string | null;
  readonly state: NodeState;
  /** What it is short of. */
  readonly strains: readonly ("cpu" | "memory" | "disk")[];
  /** Of the figures, ms; null when there are none. */
  readonly ageMs: number | null;
  /** The kernel that it works with. */
  readonly kernel: string | null;
  readonly figures: NodeFigures | null;
}

export interface NodeFigures {
  /** Since the computer started, seconds. */
  readonly upSeconds: number;
  readonly cores: number;
  readonly loadOneMinute: number;
  /** Octets, as all below. */
  readonly memory: { readonly total: number; readonly available: number };
  readonly disk: { readonly path: string; readonly total: number; readonly free: number };
  readonly nics: readonly NicView[];
  /** What the process itself holds in memory. */
  readonly resident: number;
}

export interface NicView {
  readonly name: string;
  readonly isUp: boolean;
  readonly received: number;
  readonly sent: number;
}
