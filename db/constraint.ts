/**
 * The unique constraint or index that an error speaks of, or null when it is another error. The database has the last
 * word on uniqueness; services turn what it says into a conflict that people understand.
 *
 * @returns SQLite's text after "UNIQUE constraint failed: ", e.g. "index 'vlan_of_system'" or "tag_pair.host_tag, tag_pair.customer_tag"
 */
export function violatedUnique(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const match = /UNIQUE constraint failed: (.+)/.exec(error.message);
  if (match?.[1] !== undefined) return match[1];
  return error.cause === undefined ? null : violatedUnique(error.cause);
}
