/** The process that is User-Mode Linux, as this host sees it. */
import { type ChildProcess, spawn } from "node:child_process";
import { statfsSync } from "node:fs";
import { type FileHandle, readFile } from "node:fs/promises";
import { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

export const UML_PROGRAM = "linux.uml";
/** The guest's memory; the host gives only what is touched. */
const MEMORY_MB = 1024;

export interface BootOptions {
  /** Process 1 of the guest. */
  readonly init: string;
  /** The folder that both sides see. */
  readonly exchange: string;
  readonly folder: string;
  /** Takes the console. */
  readonly log: FileHandle;
}

/**
 * Descriptors 3 and 4 are the two directions of the guest's serial line; when they close, the guest powers off.
 * One processor for all its processes makes commands two to three times as fast: they hand over at each system call.
 */
export async function bootUml({ init, exchange, folder, log }: BootOptions): Promise<ChildProcess> {
  const argv = [
    ...["root=/dev/root", "rootfstype=hostfs", "rootflags=/", "rw", `mem=${MEMORY_MB}M`, "quiet"],
    ...["con=null", "con0=null,fd:1", "ssl=null", "ssl0=fd:3,fd:4", `uml_dir=${folder}/`, "umid=guest"],
    ...[`init="${init}"`, `dovetail_exchange="${exchange}"`],
  ];
  return spawn("taskset", ["--cpu-list", await oneProcessor(), UML_PROGRAM, ...argv], {
    cwd: folder,
    detached: true,
    env: { ...process.env, HOME: folder, TMPDIR: memoryFolder() },
    stdio: ["ignore", log.fd, log.fd, "pipe", "pipe"],
  });
}

/** A processor that this process may use; labs that run at once are spread over them. */
async function oneProcessor(): Promise<string> {
  const status = await readFile("/proc/self/status", "utf8");
  const ranges = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? "0";
  const processors = ranges.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return String(processors[process.pid % processors.length] ?? 0);
}

/** Where the guest's memory lies as a file: shared memory if it is large enough (containers often have 64 MB). */
function memoryFolder(): string {
  try {
    const shared = statfsSync("/dev/shm");
    if (shared.bavail * shared.bsize > MEMORY_MB * 1024 * 1024) return "/dev/shm";
  } catch {
    // no shared memory on this host
  }
  return "/tmp";
}

/** The parent's end of an extra descriptor: Node makes a socket for "pipe", open in both directions. */
export function lineOf(child: ChildProcess, index: number): Duplex {
  const end = child.stdio[index];
  if (end instanceof Duplex) return end;
  throw new Error("the serial line could not be made");
}

/** Resolves when it has ended, with the status or signal in words. */
export function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `status ${code}`));
  });
}

/** The kernel and all its processes on this host: they are one process group, which may outlive its leader. */
export function killAll(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // gone already
  }
}

/** Looked for so often, ms, and so many times at most: whoever lost its parent is taken away by another. */
const GONE_EVERY_MS = 10;
const GONE_LOOKS = 200;

/** Kills them all, and resolves when none is left. */
export async function endAll(child: ChildProcess): Promise<void> {
  killAll(child);
  for (let look = 0; look < GONE_LOOKS && isAnyLeft(child); look += 1) await wait(GONE_EVERY_MS);
}

function isAnyLeft({ pid }: ChildProcess): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}
