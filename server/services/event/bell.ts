import type { LiveEvent, LiveStore } from "../../live/store";

/** Rings on the bus's events of one kind, also while nobody waits. */
export interface Bell {
  /** Resolves when it has rung since the last time, or at the signal. */
  rung(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Starts listening. What happens between opening and waiting is not lost. */
export function openBell(live: LiveStore, concerns: (event: LiveEvent) => boolean): Bell {
  let pending = false;
  let wake = () => {};
  const close = live.subscribe((event) => {
    if (!concerns(event)) return;
    pending = true;
    wake();
  });
  return {
    close,
    async rung(signal) {
      if (!pending && !signal.aborted) await nextRing(signal, (ring) => (wake = ring));
      pending = false;
    },
  };
}

function nextRing(signal: AbortSignal, onRing: (ring: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener("abort", done);
      resolve();
    };
    signal.addEventListener("abort", done);
    onRing(done);
  });
}
