/** Keeps what was made of a text while the text is the same, so that what is unchanged is the same object. */
export class Remembered<T> {
  private last: { readonly text: string; readonly value: T } | null = null;

  constructor(private readonly make: (text: string) => T) {}

  /** @throws what `make` throws; nothing is kept then */
  of(text: string): T {
    if (this.last?.text !== text) this.last = { text, value: this.make(text) };
    return this.last.value;
  }
}
