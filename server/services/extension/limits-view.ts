import type { ServiceProfile } from "@/agent/protocol";
import type { AlarmView } from "../switch/alarm-view";

/** What the kernels enforce for an extension, end by end; no end while nothing is enforced. */
export interface LimitsView {
  /** The resource's port, then the rack's. */
  readonly places: readonly LimitPlaceView[];
}

export interface LimitPlaceView {
  readonly end: "resource" | "rack";
  readonly name: string;
  readonly switchCode: string;
  readonly port: number;
  /** Age of the figures in ms; null when the switch never reported. */
  readonly ageMs: number | null;
  readonly limits: readonly (Limit & Met)[];
  /** Signs of a mistake or an attack at this end, within the last minute. */
  readonly alarms: readonly AlarmView[];
}

/** One limit as the kernel of a port is asked to enforce it. "in" comes from the machine, "out" goes to it. */
export type Limit =
  | { readonly what: "bandwidth in" | "bandwidth out" | "flood"; readonly bitsPerSecond: number }
  | { readonly what: "macs"; readonly macs: ServiceProfile["macs"]; readonly quota: number | null }
  | { readonly what: "control"; readonly carried: ServiceProfile["carried"] };

/** Frames that a limit met since the kernel has it, and those that it dropped; null while the kernel has not said. */
interface Met {
  readonly frames: number | null;
  readonly dropped: number | null;
}
