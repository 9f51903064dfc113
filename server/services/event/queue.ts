import type { LiveEvent, LiveStore } from "../../live/store";

/** Events of the bus in their order, from the moment of opening to the signal. */
export interface EventQueue extends AsyncIterable<LiveEvent> {
  close(): void;
}

/** Starts listening: what happens before the first event is taken waits in the queue. */
export function openQueue(live: LiveStore, signal: AbortSignal): EventQueue {
  const waiting: LiveEvent[] = [];
  let wake = () => {};
  const unsubscribe = live.subscribe((event) => {
    waiting.push(event);
    wake();
  });
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort);
  return {
    close() {
      unsubscribe();
      signal.removeEventListener("abort", onAbort);
    },
    async *[Symbol.asyncIterator]() {
      while (!signal.aborted) {
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
