/** The place where commands run is away: the lab's daemon or its kernel has ended. The caller decides whether to wait. */
export class ExecutorUnavailable extends Error {
  readonly code = "EXECUTOR_UNAVAILABLE";

  constructor(why: string, options?: { cause?: unknown }) {
    super(why, options);
    this.name = "ExecutorUnavailable";
  }
}
