import { type ChildProcess, execFile, spawn } from "node:child_process";
import { statfsSync } from "node:fs";
import { type FileHandle, mkdir, open, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { promisify } from "node:util";
import { ExecutorUnavailable } from "@/agent/executor-unavailable";
import { guestProgram } from "./guest-build";
import { emptyExchange, guestExecutor } from "./guest-executor";
import { GuestSession } from "./guest-session";
import type { KernelOptions, LabKernel } from "./kernel";
import { moduleList } from "./kernel-modules";
import { labPaths } from "./state";

const PROGRAM = "linux.uml";
const MODULES = "/usr/lib/uml/modules";
const READY_WITHIN_MS = 60_000;
const HALT_WITHIN_MS = 5_000;
/** The guest's memory; the host gives only what is touched. */
const MEMORY_MB = 1024;
const LOG_TAIL_LINES = 12;

/**
 * Boots User-Mode Linux with this machine's files as its own, and gives an executor in it. Needs no root.
 * @throws Error when linux.uml is missing or the boot fails, with the end of the boot log.
 */
export async function umlKernel(options: KernelOptions & { why: string }): Promise<LabKernel> {
  const paths = labPaths(options.stateDir);
  const exchange = join(paths.folder, "exchange");
  await mkdir(paths.folder, { recursive: true });
  await refuseHiddenFolder(paths.folder);
  const [release, init] = await Promise.all([kernelRelease(), guestProgram(paths.folder), emptyExchange(exchange)]);
  await writeFile(join(exchange, "modules"), await modulesOf(release));
  const log = await open(paths.bootLog, "w");
  const child = await boot({ init, exchange, folder: paths.folder, log });
  const ended = endOf(child).finally(() => log.close());
  try {
    const session = new GuestSession(lineOf(child, 3), lineOf(child, 4));
    void ended.then((how) => session.close(`The lab's kernel has ended (${how}). Start the lab again.`));
    await readyInTime(session, ended);
    const executor = guestExecutor(session, exchange, `User-Mode Linux ${release}`);
    return {
      choice: "uml",
      why: options.why,
      executor,
      namespaceName: (name) => name,
      ended,
      async stop() {
        await haltOrKill(session, child, ended);
        await rm(exchange, { recursive: true, force: true });
      },
    };
  } catch (error) {
    kill(child);
    await ended;
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`User-Mode Linux did not boot: ${why}. End of ${paths.bootLog}:\n${await tail(paths.bootLog)}`);
  }
}

/** The guest mounts its own /dev, /proc, /run and /sys over this machine's. */
async function refuseHiddenFolder(folder: string): Promise<void> {
  const path = await realpath(folder);
  if (!/^\/(dev|proc|run|sys)\//.test(path)) return;
  throw new Error(
    `The lab's kernel cannot see ${path}: set DOVETAIL_STATE to a directory outside /dev, /proc, /run, /sys.`,
  );
}

/** Asks the guest to power off, and kills it if it does not. */
async function haltOrKill(session: GuestSession, child: ChildProcess, ended: Promise<string>): Promise<void> {
  session.halt();
  const timer = setTimeout(() => kill(child), HALT_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

async function kernelRelease(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(PROGRAM, ["--version"]);
    return stdout.trim();
  } catch (error) {
    throw new Error(`The lab needs ${PROGRAM}: install the package user-mode-linux.`, { cause: error });
  }
}

async function modulesOf(release: string): Promise<string> {
  const folder = join(MODULES, release);
  return moduleList(folder, await readFile(join(folder, "modules.dep"), "utf8"));
}

interface BootOptions {
  readonly init: string;
  readonly exchange: string;
  readonly folder: string;
  readonly log: FileHandle;
}

/**
 * Descriptors 3 and 4 are the two directions of the guest's serial line; when they close, the guest powers off.
 * One processor for all its processes makes commands two to three times as fast: they hand over at each system call.
 */
async function boot({ init, exchange, folder, log }: BootOptions): Promise<ChildProcess> {
  const argv = [
    ...["root=/dev/root", "rootfstype=hostfs", "rootflags=/", "rw", `mem=${MEMORY_MB}M`, "quiet"],
    ...["con=null", "con0=null,fd:1", "ssl=null", "ssl0=fd:3,fd:4", `uml_dir=${folder}/`, "umid=guest"],
    ...[`init="${init}"`, `dovetail_exchange="${exchange}"`],
  ];
  return spawn("taskset", ["--cpu-list", await oneProcessor(), PROGRAM, ...argv], {
    cwd: folder,
    detached: true,
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: memoryFolder() },
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
function lineOf(child: ChildProcess, index: number): Duplex {
  const end = child.stdio[index];
  if (end instanceof Duplex) return end;
  throw new Error("the serial line could not be made");
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `status ${code}`));
  });
}

async function readyInTime(session: GuestSession, ended: Promise<string>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no sign of life within ${READY_WITHIN_MS / 1000} s`)), READY_WITHIN_MS);
  });
  const gone = ended.then((how) => {
    throw new ExecutorUnavailable(`it ended with ${how}`);
  });
  await Promise.race([session.ready, gone, late]).finally(() => clearTimeout(timer));
}

/** The kernel and all its processes on this host: they are one process group. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // gone already
  }
}

async function tail(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-LOG_TAIL_LINES).join("\n");
}
