import type { ProbeRound, ReportRequest, Task } from "@/agent/protocol";

/** Rounds kept an extension: an hour of them. */
export const ROUNDS_KEPT = 60;
/** Tasks whose outcome is still known, of all switches. */
const OUTCOMES_KEPT = 1_000;

/** What came of a task that sent probes: a round, or why there is none. Both null while it is under way. */
export interface ProbeOutcome {
  readonly round: ProbeRound | null;
  readonly error: string | null;
}

/** What a test of the path's MTU showed. */
export interface MtuProof {
  /** When it began, ms since 1970. */
  readonly at: number;
  /** Octets of payload that the path was computed to carry. */
  readonly mtu: number;
  /** Probes of a size that everything carries, of exactly that size, and of one octet more. */
  readonly small: SizedProbes;
  readonly exact: SizedProbes;
  readonly above: SizedProbes;
}

export interface SizedProbes {
  readonly sent: number;
  readonly returned: number;
  /** Why none were sent, as a sentence; null when they were. */
  readonly why: string | null;
}

interface Awaited extends ProbeOutcome {
  readonly switchId: string;
}

/** Rounds of probes by extension, outcomes of probes on demand by task, and the last test of each path's MTU. */
export class ProbeMemory {
  private readonly rounds = new Map<string, readonly ProbeRound[]>();
  private readonly proofs = new Map<string, MtuProof>();
  /** Oldest first. */
  private readonly outcomes = new Map<string, Awaited>();

  /** Keeps rounds of an extension, each once. */
  keepRounds(extensionId: string, rounds: readonly ProbeRound[]): void {
    const byTime = new Map([...rounds, ...this.roundsOf(extensionId)].map((round) => [round.at, round]));
    const kept = [...byTime.values()].sort((a, b) => a.at - b.at).slice(-ROUNDS_KEPT);
    this.rounds.set(extensionId, kept);
  }

  roundsOf(extensionId: string): readonly ProbeRound[] {
    return this.rounds.get(extensionId) ?? [];
  }

  keepMtuProof(extensionId: string, proof: MtuProof): void {
    this.proofs.set(extensionId, proof);
  }

  mtuProofOf(extensionId: string): MtuProof | null {
    return this.proofs.get(extensionId) ?? null;
  }

  /** An extension that has ended needs no memory. */
  forget(extensionId: string): void {
    this.rounds.delete(extensionId);
    this.proofs.delete(extensionId);
  }

  /** From now on the outcome of this task is waited for. */
  expect(switchId: string, { kind, id }: Task): void {
    if (kind !== "probe") return;
    this.outcomes.set(id, { switchId, round: null, error: null });
    for (const oldest of this.outcomes.keys()) {
      if (this.outcomes.size <= OUTCOMES_KEPT) return;
      this.outcomes.delete(oldest);
    }
  }

  /** Takes outcomes out of a report: only of tasks that this very switch was given. */
  take(switchId: string, { probes, tasks }: Pick<ReportRequest, "probes" | "tasks">): void {
    for (const round of probes) this.note(switchId, round.id, { round });
    for (const { id, error } of tasks) if (error !== null) this.note(switchId, id, { error });
  }

  outcomeOf(taskId: string): ProbeOutcome {
    return this.outcomes.get(taskId) ?? { round: null, error: null };
  }

  private note(switchId: string, taskId: string, outcome: Partial<ProbeOutcome>): void {
    const awaited = this.outcomes.get(taskId);
    if (awaited?.switchId === switchId) this.outcomes.set(taskId, { ...awaited, ...outcome });
  }
}
