/** A lab of a benchmark's own: switches that the agent's planner fills, and room beside them for its peers. */
import { dirname } from "node:path";
import { applyOperations } from "@/agent/apply";
import type { Executor } from "@/agent/executor";
import { socketExecutor } from "@/agent/executor-socket";
import { readWhole } from "@/agent/kernel-reader";
import { plan } from "@/agent/plan";
import { type DesiredParts, type DesiredState, desiredHash, desiredState } from "@/agent/protocol";
import { type Blast, openBlast } from "@/lab/blast";
import { temporaryLab } from "@/lab/temporary-lab";
import type { World } from "@/lab/world";

export interface Rig {
  /** In words: "User-Mode Linux 6.1.176". */
  readonly kernel: string;
  /** Commands in the kernel's first namespace, and in all others by name. */
  readonly root: Executor;
  readonly blast: Blast;
  readonly socketPath: string;
  /** A folder that this process and the kernel both see. */
  readonly folder: string;
  executor(namespace: string): Executor;
  stop(): Promise<void>;
}

/** Builds the world in a kernel of its own. */
export async function startRig(world: World): Promise<Rig> {
  const lab = await temporaryLab(world);
  const folder = dirname(lab.socketPath);
  const root = await socketExecutor(lab.socketPath, null);
  const blast = await openBlast(root, folder);
  const { kernel, socketPath, executor, stop } = lab;
  return { kernel, socketPath, root, blast, folder, executor, stop };
}

/** A desired state from parts as the protocol writes them. */
export function stateOf(parts: { [Part in keyof DesiredParts]?: readonly unknown[] }, number = 1): DesiredState {
  const all = { ports: [], links: [], transits: [], entries: [], ...parts };
  const parsed = desiredState.parse({ number, hash: "", ...all });
  return { ...parsed, hash: desiredHash(parsed) };
}

/** Makes a switch what is desired, by the agent's own planner. @throws Error when anything is left to do */
export async function converge(executor: Executor, desired: DesiredState): Promise<void> {
  const { actual } = await readWhole(executor);
  const { failures } = await applyOperations(executor, plan(desired, actual));
  const refused = failures.map(({ line, error }) => `${line}: ${error}`);
  if (refused.length > 0) throw new Error(`the kernel refused: ${refused.slice(0, 3).join("; ")}`);
  const left = plan(desired, (await readWhole(executor)).actual);
  if (left.length > 0) throw new Error(`${left.length} operations were left, the first ${JSON.stringify(left[0])}`);
}

/** Lines for one of iproute2's programs, in one process. */
export async function batch(
  executor: Executor,
  program: "ip" | "bridge" | "tc",
  lines: readonly string[],
  namespace?: string,
): Promise<void> {
  const stdin = `${lines.join("\n")}\n`;
  const { status, stderr } = await executor.run([program, "-batch", "-"], { stdin, namespace, timeoutMs: 120_000 });
  if (status !== 0) throw new Error(`${program} -batch refused: ${stderr.trim().slice(0, 300)}`);
}
