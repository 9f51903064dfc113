/** A bell that is waited for: rung while nobody waits, it is heard by the next one who does. */
export class Wakeup {
  private rung = false;
  private readonly waiting = new Set<() => void>();

  ring(): void {
    this.rung = true;
    for (const resume of [...this.waiting]) resume();
  }

  /** Takes back a ring that was answered. */
  clear(): void {
    this.rung = false;
  }

  get isRung(): boolean {
    return this.rung;
  }

  /** Resolves when the bell is rung (at once when it already is) or the signal is aborted. Does not clear the bell. */
  heard(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      if (this.rung || signal?.aborted) return resolve();
      this.waiting.add(done);
      signal?.addEventListener("abort", done);
    });
  }
}
