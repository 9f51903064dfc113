import type { ReportRequest, SendTask } from "@/agent/protocol";

/** What passes over the bus: that something changed, not what. Receivers read again. */
export type LiveEvent =
  | { readonly kind: "extension"; readonly id: string; readonly tenantId: string }
  | { readonly kind: "request"; readonly id: string; readonly tenantId: string }
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

  /** Keeps an agent's report; rates come from the difference to the one before. */
  report(switchId: string, report: ReportRequest, at: number): void;
  lastReport(switchId: string): LiveReport | null;

  /** Somebody looks at these ports until `until` (ms since 1970). */
  watchFrames(switchId: string, ports: readonly number[], until: number): void;
  watchedPorts(switchId: string, now: number): { ports: number[]; forMs: number };

  addTask(switchId: string, task: SendTask): void;
  /** Hands the waiting tasks of a switch to its agent, once. */
  takeTasks(switchId: string): SendTask[];
}

export interface LiveReport {
  readonly at: number;
  readonly report: ReportRequest;
  /** Frames and octets per second by `${direction} ${entryKey}`, over the last two reports; absent when unknown. */
  readonly rates: ReadonlyMap<string, { readonly framesPerSecond: number; readonly bytesPerSecond: number }>;
  /** Last frames seen on this switch, newest last, bounded. */
  readonly frames: ReportRequest["frames"];
}
