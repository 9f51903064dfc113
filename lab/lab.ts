import { mkdir } from "node:fs/promises";
import type { Executor } from "@/agent/executor";
import { inNamespace } from "@/agent/executor-namespace";
import { buildWorld } from "./build";
import { claimSocket, serveExecutor } from "./daemon";
import { openKernel } from "./kernel";
import { type KernelChoice, labPaths } from "./state";
import { WORLD, type World } from "./world";

/** A running lab: a kernel with the world in it, and a socket through which other processes run commands there. */
export interface Lab {
  /** In words: "User-Mode Linux 6.1.176", or "this kernel 6.12". */
  readonly kernel: string;
  /** Why that kernel, in words. */
  readonly why: string;
  readonly socketPath: string;
  /** Runs commands in a namespace of the world: a machine's name, or `sw-<code>`. */
  executor(namespace: string): Executor;
  /** Resolves with a sentence if the kernel ends by itself. */
  readonly ended: Promise<string>;
  /** Undoes everything; returns when nothing of the lab is left. */
  stop(): Promise<void>;
}

export interface LabOptions {
  readonly stateDir: string;
  readonly log: (sentence: string) => void;
  /** The demo world unless a test needs a smaller one. */
  readonly world?: World;
  /** Null lets the lab choose; absent means what DOVETAIL_LAB_KERNEL says. */
  readonly kernel?: KernelChoice | null;
}

/**
 * Opens a kernel, builds the world in it and serves the socket `<stateDir>/lab/lab.sock`.
 * @throws LabError: another lab runs on this state directory, a tool is missing, the kernel did not boot.
 */
export async function startLab({ stateDir, log, world = WORLD, kernel: force }: LabOptions): Promise<Lab> {
  const paths = labPaths(stateDir);
  await mkdir(paths.folder, { recursive: true });
  const stale = await claimSocket(paths.socket);
  if (stale !== null) log(stale);
  const kernel = await openKernel({ stateDir, log, force });
  log(`lab: ${kernel.executor.kernel}, because ${kernel.why}`);
  try {
    await buildWorld(kernel, world);
    const { kernel: name } = kernel.executor;
    const server = await serveExecutor(paths.socket, kernel.executor, { kernel: name, why: kernel.why });
    return {
      kernel: name,
      why: kernel.why,
      socketPath: paths.socket,
      executor: (namespace) => inNamespace(kernel.executor, namespace),
      ended: kernel.ended,
      async stop() {
        await server.close();
        await kernel.stop();
      },
    };
  } catch (error) {
    await kernel.stop();
    throw error;
  }
}
