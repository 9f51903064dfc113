/** A refusal names so many of what stands in the way, and counts the others. */
const NAMED = 10;

/** "a", "a and b", "a, b and 7 more". */
export function listed(things: readonly string[]): string {
  const named = things.slice(0, NAMED);
  const more = things.length - named.length;
  const parts = more > 0 ? [...named, `${more} more`] : named;
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
