import type { Fault } from "../trpc/fault";

/** A whole number as typed: "12"; null for what is none. */
export function typedWhole(text: string): number | null {
  return /^-?\d+$/.test(text.trim()) ? Number(text) : null;
}

/** Milliseconds as typed, "9", "0.25" or "0,25", in whole microseconds; null for what is no number. */
export function typedMicros(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Math.round(Number(plain) * 1_000) : null;
}

/** The first field whose text is no number, told as the server would; which numbers are allowed is the server's to say. */
export function unreadable(fields: Readonly<Record<string, number | null>>): Fault | null {
  const [field] = Object.entries(fields).find(([, value]) => value === null) ?? [];
  if (field === undefined) return null;
  const message =
    field === "latencyMicros" ? "Write milliseconds, such as 9 or 0.25." : "Write a whole number, in digits.";
  return { code: "invalid", message, field, requestId: null };
}
