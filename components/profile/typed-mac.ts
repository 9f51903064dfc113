/** A MAC address as typed, in any of the forms that equipment prints, in lower-case colon form; null for what is none. */
export function typedMac(text: string): string | null {
  const digits = text.trim().toLowerCase().replace(/[:.-]/g, "");
  if (!/^[\da-f]{12}$/.test(digits)) return null;
  return (digits.match(/../g) ?? []).join(":");
}

/** Addresses separated by lines, blanks or commas. */
export function typedParts(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}
