import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

/** A process of ours that goes on until we stop it. */
export interface Child {
  readonly pid: number | null;
  readonly logFile: string;
  /** Resolves with the exit status when it has ended, however that came. */
  readonly ended: Promise<number>;
  /** SIGTERM, and SIGKILL after `graceMs`; resolves when it is gone. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts a program with its output in a log file. It gets a process group of its own, so that Ctrl-C at the terminal
 * reaches us alone and we end things in order.
 */
export function startChild(argv: readonly string[], logFile: string, env: Readonly<Record<string, string>>): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a" });
  const [program = "", ...args] = argv;
  const child = spawn(program, args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<number>((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (status) => resolve(status ?? 1));
  });
  return { pid: child.pid ?? null, logFile, ended, stop: (graceMs = 5_000) => stop(child, ended, graceMs) };
}

async function stop(child: ChildProcess, ended: Promise<number>, graceMs: number): Promise<void> {
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(kill);
}

/** The last lines of a log, for an error message. */
export function logTail(file: string, lines = 20): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}
