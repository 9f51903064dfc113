import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Executor, RunOptions, RunResult, StreamHandle, StreamOptions } from "@/agent/executor";
import { contentWord, encodeArgv, type Output } from "./guest-line";
import type { DoneMessage, GuestSession } from "./guest-session";

const DEFAULT_TIMEOUT_MS = 30_000;
/** After SIGTERM a command has so many ms before SIGKILL. */
const GRACE_MS = 2_000;
const SIGTERM = 15;
const SIGKILL = 9;
/** Status of a stream whose kernel went away: as if SIGHUP had ended it. */
const STATUS_AWAY = 129;

interface Guest {
  readonly session: GuestSession;
  /** The folder that both sides see; long inputs and outputs pass through it. */
  readonly exchange: string;
}

/** Commands in the guest at the other end of the session. */
export function guestExecutor(session: GuestSession, exchange: string, kernel: string): Executor {
  const guest = { session, exchange };
  return {
    kernel,
    run: (argv, options = {}) => run(guest, argv, options),
    stream: (argv, options) => stream(guest, argv, options),
  };
}

/** An empty exchange folder at `path`. */
export async function emptyExchange(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true, mode: 0o700 });
}

async function run(guest: Guest, argv: readonly string[], options: RunOptions): Promise<RunResult> {
  const { id, line, files } = await prepare(guest, argv, options);
  try {
    const done = await completion(guest.session, id, `run ${line}`, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const [stdout, stderr] = await Promise.all([
      outputText(guest, `${id}.out`, done.stdout, files),
      outputText(guest, `${id}.err`, done.stderr, files),
    ]);
    return { status: done.status, stdout, stderr };
  } finally {
    await remove(guest, files);
  }
}

function completion(session: GuestSession, id: string, line: string, timeoutMs: number): Promise<DoneMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(session, id), timeoutMs);
    session.start(id, line, {
      onDone(message) {
        clearTimeout(timer);
        resolve(message);
      },
      onAway(error) {
        clearTimeout(timer);
        reject(error);
      },
    });
  });
}

async function stream(guest: Guest, argv: readonly string[], options: StreamOptions): Promise<StreamHandle> {
  const { id, line, files } = await prepare(guest, argv, options);
  const finish = (status: number, lastWords: Buffer) => {
    if (lastWords.length > 0) options.onStderr?.(lastWords);
    void remove(guest, files);
    options.onEnd(status);
  };
  guest.session.start(id, `stream ${line}`, {
    onOutput(kind, data) {
      if (kind === "out") options.onStdout(data);
      else options.onStderr?.(data);
    },
    onDone: (done) => finish(done.status, typeof done.stderr === "string" ? Buffer.alloc(0) : done.stderr),
    onAway: (error) => finish(STATUS_AWAY, Buffer.from(`${error.message}\n`)),
  });
  return { stop: () => end(guest.session, id) };
}

/** Writes what is too long for the line into files, and gives the line's words after its verb. */
async function prepare(guest: Guest, argv: readonly string[], options: Pick<RunOptions, "namespace" | "stdin">) {
  const id = guest.session.newId();
  const command = contentWord(encodeArgv(argv));
  const input = contentWord(options.stdin === undefined ? null : Buffer.from(options.stdin, "utf8"));
  const files: string[] = [];
  for (const [name, { file }] of [[`${id}.argv`, command] as const, [`${id}.in`, input] as const]) {
    if (file === null) continue;
    files.push(name);
    await writeFile(join(guest.exchange, name), file, { mode: 0o600 });
  }
  return { id, line: `${id} ${namespaceWord(options.namespace)} ${command.word} ${input.word}`, files };
}

/** @throws RangeError on a name that could break the line or leave the folder of namespaces. */
function namespaceWord(name: string | null | undefined): string {
  if (name === undefined || name === null) return "-";
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) throw new RangeError(`"${name}" cannot name a namespace.`);
  return name;
}

async function outputText(guest: Guest, name: string, output: Output, files: string[]): Promise<string> {
  if (output === "lost") throw new Error(`The output was lost: ${guest.exchange} cannot be written. Is the disk full?`);
  if (output !== "file") return output.toString("utf8");
  files.push(name);
  return readFile(join(guest.exchange, name), "utf8");
}

async function remove(guest: Guest, files: readonly string[]): Promise<void> {
  await Promise.all(files.map((name) => rm(join(guest.exchange, name), { force: true })));
}

/** SIGTERM now; SIGKILL later if the command is still there. */
function end(session: GuestSession, id: string): void {
  session.signal(id, SIGTERM);
  setTimeout(() => session.signal(id, SIGKILL), GRACE_MS).unref();
}
