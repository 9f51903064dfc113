import type { Fault } from "../trpc/fault";

/** A number as typed: "12", "0.25", "9,5"; null for what is none. */
export function typedNumber(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** Milliseconds as typed, in whole microseconds. */
export function typedMicros(text: string): number | null {
  const ms = typedNumber(text);
  return ms === null ? null : Math.round(ms * 1_000);
}

/** The first field whose text is no number, told as the server would; what numbers are allowed is the server's to say. */
export function unreadable(fields: Readonly<Record<string, number | null>>): Fault | null {
  const [field] = Object.entries(fields).find(([, value]) => value === null) ?? [];
  if (field === undefined) return null;
  return { code: "invalid", message: "Write a number here, in digits.", field, requestId: null };
}
