import { createHash } from "node:crypto";

/** Keeps what was made of a text while the text is the same, so that what is unchanged is the same object. */
export class Remembered<T> {
  private last: { readonly digest: string; readonly value: T } | null = null;

  constructor(private readonly make: (text: string) => T) {}

  /** @throws what `make` throws; nothing is kept then */
  of(text: string): T {
    const digest = createHash("sha256").update(text).digest("hex");
    if (this.last?.digest !== digest) this.last = { digest, value: this.make(text) };
    return this.last.value;
  }
}
