/** A drill: a link taken down on purpose, and what that cost each service. */
export interface DrillView {
  readonly id: string;
  readonly linkCode: string;
  readonly startedAt: number;
  readonly endsAt: number;
  /** Down; up again and counting; reported. */
  readonly stage: "down" | "settling" | "done";
  readonly actorName: string;
  /** Most lost first; null until it is done. */
  readonly services: readonly DrilledService[] | null;
}

export interface DrilledService {
  readonly hostTag: number;
  readonly customerTag: number;
  readonly tenant: string;
  readonly rack: string;
  readonly vlan: string;
  /** About: the two ends' counters are not read in one moment. */
  readonly lostFrames: number;
}
