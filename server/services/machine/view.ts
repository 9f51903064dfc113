import type { MACHINE_STATES, MOVE_STAGES } from "@/db/schema/machine";
import type { ExtensionView } from "../extension/view";

/** A machine that the cloud makes (seed para 69), as its tenant and operators see it. */
export interface MachineView {
  readonly id: string;
  /** Unique in the federation; `m-<number>` in kernels. */
  readonly number: number;
  readonly name: string;
  readonly tenant: { readonly id: string; readonly name: string };
  readonly provider: string;
  readonly state: (typeof MACHINE_STATES)[number];
  readonly reason: string | null;
  readonly cloud: { readonly id: string; readonly code: string; readonly name: string };
  readonly system: string;
  readonly datacenterCode: string;
  readonly port: { readonly switchCode: string; readonly number: number };
  readonly mac: string;
  readonly addresses: readonly MachineAddressView[];
  /** What extensions reach it by. */
  readonly resourceId: string;
  /** Those that have not ended. */
  readonly extensions: readonly ExtensionView[];
  /** Newest first. */
  readonly moves: readonly MoveView[];
  readonly createdAt: number;
  readonly goneAt: number | null;
}

export interface MachineAddressView {
  /** At the machine; null is untagged. */
  readonly vid: number | null;
  readonly cidr: string;
  readonly vlan: { readonly id: string; readonly name: string };
}

/** A move from one cloud to another, make before break. */
export interface MoveView {
  readonly id: string;
  readonly stage: (typeof MOVE_STAGES)[number];
  readonly from: PlaceView;
  readonly to: PlaceView & { readonly cloudName: string; readonly system: string };
  readonly startedAt: number;
  readonly stageAt: number;
  /** Frames that went into its extensions during the switch-over and did not come out; about; null until it is done. */
  readonly lostFrames: number | null;
  /** From the switch-over until every entry was read back, ms. */
  readonly convergedMs: number | null;
  readonly reason: string | null;
  readonly actorName: string;
  readonly decidedByName: string | null;
}

interface PlaceView {
  readonly switchCode: string;
  readonly port: number;
  readonly datacenterCode: string;
}
