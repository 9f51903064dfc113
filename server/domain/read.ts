/** What came of reading a text that somebody typed: a value, or a sentence that says what is wrong and what next. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export function good<T>(value: T): Read<T> {
  return { ok: true, value };
}

export function bad(problem: string): Read<never> {
  return { ok: false, problem };
}
