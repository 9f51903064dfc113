/** An end that comes with a signal or after a time, whichever is first. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Forgets the timer and the outer signal; call it when the work is done. */
  close(): void;
}

/**
 * A signal that aborts with `outer` or after `ms`.
 *
 * Not AbortSignal.any([outer, AbortSignal.timeout(ms)]): Node 20 collects a timeout that only `any` refers to as garbage,
 * and then it never comes.
 */
export function deadline(outer: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const end = () => controller.abort();
  const timer = setTimeout(end, ms);
  outer.addEventListener("abort", end);
  if (outer.aborted) end();
  return {
    signal: controller.signal,
    close() {
      clearTimeout(timer);
      outer.removeEventListener("abort", end);
    },
  };
}
