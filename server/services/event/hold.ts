/** An end that comes with a signal or after a time, whichever is first. */
export interface Hold {
  readonly signal: AbortSignal;
  /** Forgets the timer; call it when the wait is over. */
  close(): void;
}

/** Holds for `ms`, or until `outer` aborts. Not AbortSignal.any over a timeout: Node 20 may collect that as garbage. */
export function holdUntil(outer: AbortSignal, ms: number): Hold {
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, ms);
  outer.addEventListener("abort", end);
  if (outer.aborted) end();
  return {
    signal: over.signal,
    close() {
      clearTimeout(timer);
      outer.removeEventListener("abort", end);
    },
  };
}
