/** The text on the guest's serial line, as guest/guest.h describes it: pure encoding and decoding. */

/** Base64 longer than this goes through a file: a long input stalls the line for good. */
const INLINE_MAX_CHARACTERS = 512;

/** A word of the line, and what must be written into a file first when the word is "@". */
export interface Word {
  readonly word: string;
  readonly file: Buffer | null;
}

/** A content as a word: "-" for nothing, base64, or "@" with the file's contents. */
export function contentWord(content: Buffer | null): Word {
  if (content === null) return { word: "-", file: null };
  const text = content.toString("base64");
  if (content.length === 0 || text.length > INLINE_MAX_CHARACTERS) return { word: "@", file: content };
  return { word: text, file: null };
}

/**
 * argv as the guest takes it: NUL after each argument.
 * @throws RangeError on an argument with a NUL in it, or an empty argv.
 */
export function encodeArgv(argv: readonly string[]): Buffer {
  if (argv.length === 0) throw new RangeError("A command needs a program.");
  if (argv.some((word) => word.includes("\0"))) throw new RangeError("An argument cannot hold a NUL character.");
  return Buffer.from(argv.map((word) => `${word}\0`).join(""), "utf8");
}

/** An output of a run: at hand, in a file of the exchange folder, or lost because the guest could not write that. */
export type Output = Buffer | "file" | "lost";

export type GuestMessage =
  | { kind: "ready"; release: string }
  | { kind: "got" }
  | { kind: "out" | "err"; id: string; data: Buffer }
  | { kind: "done"; id: string; status: number; stdout: Output; stderr: Output };

/**
 * One line from the guest.
 * @throws Error on a line that belongs to no message; the line is then out of step and the guest of no more use.
 */
export function parseGuestLine(line: string): GuestMessage {
  const [kind, first = "", second = "", third = "", fourth = ""] = line.split(" ");
  if (kind === "ready") return { kind, release: first };
  if (kind === "got") return { kind };
  if (kind === "out" || kind === "err") return { kind, id: first, data: Buffer.from(second, "base64") };
  if (kind !== "done") throw new Error(`The lab's guest said something unknown: "${line.slice(0, 60)}".`);
  return { kind, id: first, status: Number(second), stdout: parseOutput(third), stderr: parseOutput(fourth) };
}

function parseOutput(word: string): Output {
  if (word === "@") return "file";
  if (word === "!") return "lost";
  return word === "-" ? Buffer.alloc(0) : Buffer.from(word, "base64");
}
