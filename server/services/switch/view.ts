import type { MapRowView } from "../extension/view";
import type { AlarmView } from "./alarm-view";

export interface SwitchView {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly datacenter: { readonly id: string; readonly code: string; readonly name: string; readonly place: string };
  readonly agent: AgentView;
  readonly entryCount: number;
}

/** How the switch's agent stands. `ageMs` is the age of its last report; null when it never came. */
export interface AgentView {
  readonly state: "in_step" | "behind" | "silent" | "never_joined";
  readonly kernel: string | null;
  readonly ageMs: number | null;
  readonly desiredNumber: number;
  readonly reportedNumber: number | null;
}

/** Map 118 beside what the kernel holds (seed F1.5, F1.6). */
export interface TagMapView {
  readonly switch: SwitchView;
  readonly ports: readonly PortView[];
  readonly rows: readonly TagMapRow[];
  /** Objects with our mark that nothing desires. */
  readonly strays: readonly string[];
  /** Signs of a mistake or an attack at machines' ports, within the last minute. */
  readonly alarms: readonly AlarmView[];
  /** Checksums over the map's canonical form: as desired, and as the agent holds it. */
  readonly desiredHash: string;
  readonly reportedHash: string | null;
  readonly readBackAgeMs: number | null;
}

export interface PortView {
  readonly number: number;
  readonly kind: "client" | "cloud" | "trunk" | "link" | "pseudowire";
  /** "rack 102A", "110A", "switch 124", "line 224 to DC2", "DC2 by pseudowire", or null. */
  readonly far: string | null;
  readonly mac: string | null;
  readonly mtu: number | null;
  readonly framesIn: number | null;
  readonly framesOut: number | null;
  readonly framesInPerSecond: number | null;
  readonly framesOutPerSecond: number | null;
  /** Frames that met the default drop, or were too large for the path that they would have left by. */
  readonly dropped: number | null;
  /** Those of them that were too large. */
  readonly tooLarge: number | null;
}

export interface TagMapRow extends MapRowView {
  readonly tenant: string;
  readonly rack: string;
  readonly vlanName: string;
  /** The port by which frames go on to the switch that gives the host tag, and copies to a resource; else null. */
  readonly uplink: number | null;
  /** Copies that a tenant's rules made on another switch. */
  readonly areCopies: boolean;
  readonly kernel: "present" | "missing" | "wrong" | "unknown";
  readonly detail: string | null;
  readonly framesIn: number | null;
  readonly framesOut: number | null;
}
