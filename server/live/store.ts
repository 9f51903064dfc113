import type { NodeHealth, ReportRequest, SeenFrame, Task } from "@/agent/protocol";
import type { MacPlace } from "./mac-places";
import type { ProbeMemory } from "./probe-memory";

/** What passes over the bus: that something changed, not what. Receivers read again. */
export type LiveEvent =
  | { readonly kind: "extension"; readonly id: string; readonly tenantId: string }
  | { readonly kind: "request"; readonly id: string; readonly tenantId: string }
  | { readonly kind: "machine"; readonly id: string; readonly tenantId: string }
  | { readonly kind: "switch_desired"; readonly switchId: string }
  | { readonly kind: "switch_report"; readonly switchId: string };

/**
 * Live data of this process, kept out of the database: the last reports of the agents, the frames they saw,
 * what people watch now, tasks on their way, and the bus that wakes long polls and event streams.
 */
export interface LiveStore {
  publish(event: LiveEvent): void;
  /** @returns the undo */
  subscribe(receive: (event: LiveEvent) => void): () => void;

  /** Keeps an agent's report of the moment `at` (ms since 1970) and wakes who waits for it. */
  report(switchId: string, report: ReportRequest, at: number): void;
  lastReport(switchId: string): LiveReport | null;
  /** How the computer of a switch's agent fared when it last said so. */
  lastHealth(switchId: string): LiveHealth | null;
  /** The addresses of a switch's last report, with where each was before. */
  macPlaces(switchId: string): readonly MacPlace[];

  /** Somebody looks at these ports until `until` (ms since 1970). */
  watchFrames(switchId: string, ports: readonly number[], until: number): void;
  /** Every port that somebody looks at, and for how long still. */
  watchedPorts(switchId: string, now: number): { ports: number[]; forMs: number };

  /** Rounds of probes, outcomes of probes on demand, tests of MTUs. */
  readonly rounds: ProbeMemory;

  addTask(switchId: string, task: Task): void;
  /** Hands the waiting tasks of a switch to its agent, once. */
  takeTasks(switchId: string): Task[];

  /** Remembers a frame that somebody sent, under the extension whose path it takes. */
  addProbe(probe: SentProbe): void;
  /** The last probes of an extension, oldest first. */
  probesOf(extensionId: string): readonly SentProbe[];
}

export interface LiveReport {
  readonly at: number;
  /** Since when the switch follows this state and sends by these paths, ms since 1970: at first its kernel lags behind. */
  readonly settingSince: number;
  readonly report: ReportRequest;
  /** By `counterKey`, over about the last second; absent when unknown. */
  readonly rates: ReadonlyMap<string, Rate>;
  /** Last frames seen on this switch, oldest first, bounded. */
  readonly frames: readonly StoredFrame[];
}

export interface LiveHealth {
  /** When it was heard, ms since 1970. */
  readonly at: number;
  readonly health: NodeHealth;
}

export interface Rate {
  readonly framesPerSecond: number;
  readonly bytesPerSecond: number;
}

export interface StoredFrame extends SeenFrame {
  /** Unique in this process, rising. */
  readonly id: number;
}

export interface SentProbe {
  readonly id: string;
  readonly extensionId: string;
  readonly text: string;
  readonly sentAt: number;
  /** Why it could not be sent; null while nothing is known against it. */
  error: string | null;
}

/** Name of one counter of one switch. */
export function counterKey(counter: { direction: "in" | "out"; key: string }): string {
  return `${counter.direction} ${counter.key}`;
}
