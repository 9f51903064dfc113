/** What goes to the portal each second: the last reading, and what was seen and done since the last report. */
import type { Backoff } from "./backoff";
import type { Clock } from "./clock";
import type { Portal } from "./portal";
import type { NodeHealth, ProbeRound, ReportRequest, SeenFrame } from "./protocol";
import type { SwitchFigures } from "./switch-view";
import { Wakeup } from "./wakeup";

/** As the protocol bounds them. */
const FRAMES_MAX = 500;
const NOTES_MAX = 50;
const NOTE_LENGTH = 500;
/** What is awaited by somebody is gathered for so long, ms, then reported. */
const GATHER_MS = 30;

type TaskResult = ReportRequest["tasks"][number];

export class Reporter {
  private frames: SeenFrame[] = [];
  private leftOutCount = 0;
  private tasks: TaskResult[] = [];
  private notes: string[] = [];
  private rounds: ProbeRound[] = [];
  private health: NodeHealth | undefined;
  private readonly due = new Wakeup();

  constructor(
    private readonly portal: Portal,
    private readonly clock: Clock,
    private readonly figures: () => (SwitchFigures & Pick<ReportRequest, "paths" | "capturing" | "machines">) | null,
  ) {}

  seen(frame: SeenFrame, isAwaited: boolean): void {
    this.frames.push(frame);
    this.bound();
    if (isAwaited) this.due.ring();
  }

  leftOut(): void {
    this.leftOutCount += 1;
  }

  note(sentence: string): void {
    this.notes.push(sentence.slice(0, NOTE_LENGTH));
    this.bound();
  }

  taskDone(result: TaskResult): void {
    this.tasks.push(result);
    this.due.ring();
  }

  /** A round of probes is over. */
  roundDone(round: ProbeRound): void {
    this.rounds.push(round);
    this.due.ring();
  }

  /** Goes with the next report. */
  healthMeasured(health: NodeHealth): void {
    this.health = health;
  }

  /** There is a new reading to report. */
  refresh(): void {
    this.due.ring();
  }

  /** Reports whenever something is due, until the signal. A report that fails is made again with the next one. */
  async run(signal: AbortSignal, wait: Backoff): Promise<void> {
    while (!signal.aborted) {
      await this.due.heard(signal);
      await this.clock.sleep(GATHER_MS, signal);
      if (signal.aborted) return;
      this.due.clear();
      const isSent = await this.send(signal).then(
        () => true,
        () => false,
      );
      if (isSent) wait.reset();
      else await this.clock.sleep(wait.next(), signal);
    }
  }

  private async send(signal: AbortSignal): Promise<void> {
    const figures = this.figures();
    if (figures === null) return;
    const { frames, tasks, notes, rounds: probes, leftOutCount, health } = this;
    [this.frames, this.tasks, this.notes, this.rounds, this.leftOutCount] = [[], [], [], [], 0];
    this.health = undefined;
    try {
      const since = { frames, framesLeftOut: leftOutCount, tasks, notes, probes, health };
      await this.portal.report({ ...figures, ...since }, signal);
    } catch (error) {
      this.frames = [...frames, ...this.frames];
      this.tasks = [...tasks, ...this.tasks];
      this.notes = [...notes, ...this.notes];
      this.rounds = [...probes, ...this.rounds];
      this.leftOutCount += leftOutCount;
      this.health ??= health;
      this.bound();
      throw error;
    }
  }

  /** The newest stay; frames that go are counted. */
  private bound(): void {
    const excess = this.frames.length - FRAMES_MAX;
    if (excess > 0) {
      this.frames.splice(0, excess);
      this.leftOutCount += excess;
    }
    if (this.notes.length > NOTES_MAX) this.notes.splice(0, this.notes.length - NOTES_MAX);
  }
}
