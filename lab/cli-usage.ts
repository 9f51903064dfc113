import { namespaceNamed } from "./naming";
import { WORLD } from "./world";

/** A command line that cannot be followed; the message says which word. */
export class UsageError extends Error {}

/**
 * The namespace that a word of the command line means.
 * @throws UsageError when the demo world has none of that name.
 */
export function namespaceFrom(word: string | undefined): string {
  if (word === undefined) throw new UsageError("A namespace is missing.");
  const found = namespaceNamed(WORLD, word);
  if (found === null) throw new UsageError(`"${word}" is neither a machine nor a switch of the lab.`);
  return found;
}
