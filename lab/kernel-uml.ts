import { type ChildProcess, execFile } from "node:child_process";
import { type FileHandle, mkdir, open, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ExecutorUnavailable } from "@/agent/executor-unavailable";
import { guestProgram } from "./guest-build";
import { emptyExchange, guestExecutor } from "./guest-executor";
import { GuestSession } from "./guest-session";
import type { KernelOptions, LabKernel } from "./kernel";
import { moduleList } from "./kernel-modules";
import { LabError } from "./lab-error";
import { labPaths } from "./state";
import { bootUml, endAll, endOf, killAll, lineOf, UML_PROGRAM } from "./uml-process";

const MODULES = "/usr/lib/uml/modules";
const READY_WITHIN_MS = 60_000;
const HALT_WITHIN_MS = 5_000;
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
  const child = await bootUml({ init, exchange, folder: paths.folder, log });
  const ended = endOf(child).finally(() => afterEnd(child, log));
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
    killAll(child);
    await ended;
    const why = error instanceof Error ? error.message : String(error);
    throw new LabError(
      "LAB_BOOT_FAILED",
      `User-Mode Linux did not boot: ${why}. End of ${paths.bootLog}:\n${await tail(paths.bootLog)}`,
    );
  }
}

/** The guest mounts its own /dev, /proc, /run and /sys over this machine's. */
async function refuseHiddenFolder(folder: string): Promise<void> {
  const path = await realpath(folder);
  if (!/^\/(dev|proc|run|sys)\//.test(path)) return;
  throw new LabError(
    "LAB_PATH_UNUSABLE",
    `The lab's kernel cannot see ${path}: set DOVETAIL_STATE to a directory outside /dev, /proc, /run, /sys.`,
  );
}

/** Asks the guest to power off, and kills it if it does not. */
async function haltOrKill(session: GuestSession, child: ChildProcess, ended: Promise<string>): Promise<void> {
  session.halt();
  const timer = setTimeout(() => killAll(child), HALT_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

async function kernelRelease(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(UML_PROGRAM, ["--version"]);
    return stdout.trim();
  } catch (error) {
    throw new LabError("LAB_TOOL_MISSING", `The lab needs ${UML_PROGRAM}: install the package user-mode-linux.`, {
      cause: error,
    });
  }
}

async function modulesOf(release: string): Promise<string> {
  const folder = join(MODULES, release);
  return moduleList(folder, await readFile(join(folder, "modules.dep"), "utf8"));
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

/** A kernel that crashed leaves processes behind. */
async function afterEnd(child: ChildProcess, log: FileHandle): Promise<void> {
  await endAll(child);
  await log.close();
}

async function tail(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-LOG_TAIL_LINES).join("\n");
}
