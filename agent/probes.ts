/** The probes of a switch: keeps the program running, and tells it what the switch has and what is to be probed. */
import type { Backoff } from "./backoff";
import type { Clock } from "./clock";
import type { Executor } from "./executor";
import { PROBE_DEVICES } from "./names";
import { ProbeProgram } from "./probe-program";
import { isWord, onceLine, probeTable } from "./probe-table";
import type { DesiredState, EntryState, ProbeRound, ProbeTask } from "./protocol";
import { isAtMachine } from "./series";
import { Wakeup } from "./wakeup";

export interface ProbeParts {
  readonly executor: Executor;
  readonly clock: Clock;
  /** Path of the program, as the executor's kernel sees it; null: no probes. */
  readonly probe: string | null;
  /** Between attempts to start it or to tell it something. */
  readonly wait: Backoff;
}

export interface ProbeEvents {
  roundDone(round: ProbeRound): void;
  /** A sentence for the operator. */
  note(sentence: string): void;
}

export class Probes {
  private program: ProbeProgram | null = null;
  private isListening = false;
  private table = "";
  /** What the program has taken in; null when that is not known. */
  private told: string | null = null;
  /** Goals whose entries were there once: from then on, a rule that is away is a round that fails. */
  private begun = new Set<string>();
  private isComplained = false;
  private readonly news = new Wakeup();

  constructor(
    private readonly parts: ProbeParts,
    private readonly events: ProbeEvents,
  ) {}

  /** The switch was read. `entries` is asked only where a goal waits for its entry. */
  looked(desired: DesiredState, devices: ReadonlySet<string>, entries: () => readonly EntryState[]): void {
    if (this.parts.probe === null) return;
    this.begin(desired, entries);
    const table = probeTable(desired, ({ id }) => this.begun.has(id), this.parts.clock.now());
    this.table = devices.has(PROBE_DEVICES.program) ? table : "";
    if (this.table !== (this.told ?? "")) this.news.ring();
  }

  /** Sends a round now. Gives null when it is on its way, else a sentence. */
  async send(task: ProbeTask): Promise<string | null> {
    if (this.parts.probe === null) return "This agent has no probe program: give its path in the configuration.";
    if (this.program === null || !this.isListening || this.told === null) {
      return "The probe program does not run on this switch yet. Try again in a few seconds.";
    }
    if (!isWord(task.id) || !isWord(task.entry)) return "The task's id cannot be told to the probe program.";
    const why = await this.program.tell(onceLine(task));
    return why === null ? null : `The probes were not sent: ${why}. Look whether the switch holds ${task.entry}.`;
  }

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.news.heard(signal);
      this.news.clear();
      if (!signal.aborted && this.table !== this.told) await this.bringUpToDate(signal);
    }
    this.program?.stop();
  }

  private begin({ entries }: DesiredState, states: () => readonly EntryState[]): void {
    const goals = entries.flatMap((entry) => (isAtMachine(entry) ? (entry.probes ?? []) : []));
    const wanted = new Set(goals.map(({ id }) => id));
    this.begun = new Set([...this.begun].filter((id) => wanted.has(id)));
    if (this.begun.size === wanted.size) return;
    const present = new Set(states().flatMap(({ key, state }) => (state === "present" ? [key] : [])));
    for (const entry of entries) {
      if (!isAtMachine(entry) || !present.has(entry.key)) continue;
      for (const { id } of entry.probes ?? []) this.begun.add(id);
    }
  }

  private async bringUpToDate(signal: AbortSignal): Promise<void> {
    if (this.table === "") return this.end();
    if (this.program === null) return this.start(signal);
    if (!this.isListening) return;
    const { program, table } = this;
    const why = await program.tell(table);
    if (program !== this.program) return;
    if (why !== null) return this.complain(`The probe program was not told what the switch has: ${why}.`, signal);
    this.told = table;
    this.isComplained = false;
    this.parts.wait.reset();
    if (this.table !== table) this.news.ring();
  }

  private async start(signal: AbortSignal): Promise<void> {
    const { executor, probe } = this.parts;
    if (probe === null) return;
    const program = new ProbeProgram(executor, probe, {
      roundDone: (round) => this.events.roundDone(round),
      listening: () => {
        this.isListening = true;
        this.news.ring();
      },
      broken: (why) => {
        this.forget();
        void this.complain(`Probes ended: ${why}. They are begun again.`, signal);
      },
    });
    this.program = program;
    await program.start();
  }

  private end(): void {
    this.program?.stop();
    this.forget();
  }

  private forget(): void {
    this.program = null;
    this.isListening = false;
    this.told = null;
  }

  /** Said once, then tried again until it goes. */
  private async complain(sentence: string, signal: AbortSignal): Promise<void> {
    if (!this.isComplained) this.events.note(sentence);
    this.isComplained = true;
    await this.parts.clock.sleep(this.parts.wait.next(), signal);
    this.news.ring();
  }
}
