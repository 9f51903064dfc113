import { bad, good, type Read } from "./read";

/** Longest name, in characters as people count them (code points). */
export const NAME_MAX = 60;

// Control characters, line and paragraph separators, halves of characters, and the marks that turn text around.
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Reads the name of something: trimmed, in Unicode's composed form, 1 to 60 characters. */
export function readName(text: string): Read<string> {
  const name = text.trim().normalize("NFC");
  if (name === "") return bad("A name is missing. Write 1 to 60 characters.");
  const length = [...name].length;
  if (length > NAME_MAX) return bad(`This name has ${length} characters; at most ${NAME_MAX} fit. Shorten it.`);
  if (FORBIDDEN.test(name)) {
    return bad("This name has a control character in it, perhaps from copying. Type it without line breaks and tabs.");
  }
  return good(name);
}
