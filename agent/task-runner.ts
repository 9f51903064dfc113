/** Runs each task once, however often it is handed over, and says how it ended. */
import type { FarEnd } from "./config";
import type { Executor } from "./executor";
import type { ProbeTask, Task } from "./protocol";
import { sendFrame } from "./send-task";

export interface TaskResult {
  readonly id: string;
  readonly error: string | null;
}

/** Results are remembered for so many tasks: a task handed over again is answered, not done again. */
const REMEMBERED = 200;

export class TaskRunner {
  /** null while a task runs. */
  private readonly results = new Map<string, TaskResult | null>();

  constructor(
    private readonly executor: Executor,
    private readonly farEnds: () => readonly FarEnd[],
    private readonly done: (result: TaskResult) => void,
    private readonly probe: (task: ProbeTask) => Promise<string | null> = () =>
      Promise.resolve("This agent sends no probes."),
  ) {}

  /** Begins the task; its result follows through `done`. */
  begin(task: Task): void {
    const known = this.results.get(task.id);
    if (known === undefined) this.run(task);
    else if (known !== null) this.done(known);
  }

  private run(task: Task): void {
    this.results.set(task.id, null);
    void this.outcome(task).then((error) => this.finish({ id: task.id, error }));
  }

  private outcome(task: Task): Promise<string | null> {
    if (task.kind === "send") return sendFrame(this.executor, this.farEnds(), task);
    return this.probe(task);
  }

  private finish(result: TaskResult): void {
    this.results.set(result.id, result);
    this.forgetOldest();
    this.done(result);
  }

  private forgetOldest(): void {
    for (const [id, result] of this.results) {
      if (this.results.size <= REMEMBERED) return;
      if (result !== null) this.results.delete(id);
    }
  }
}
