import { mkdirSync } from "node:fs";
import { startLab } from "@/lab/lab";
import { type AgentSet, startAgents } from "./agents";
import type { Child } from "./child";
import { freePort, StartProblem } from "./free-port";
import { endLeftovers } from "./leftovers";
import { startPortal } from "./portal";
import { prepareWorld } from "./prepare-world";
import { findRunning, forgetRunning, noteRunning } from "./running";

/** The whole product on this machine: portal, lab and one agent a switch. */
export interface StartedWorld {
  readonly url: string;
  readonly stateDir: string;
  /** Which kernel the lab runs on, and why. */
  readonly kernel: string;
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly stateDir: string;
  /** TCP port of the portal; 0 takes any free one. */
  readonly port: number;
  /** Called when the portal answers, before the lab is ready. */
  readonly onPortal?: (url: string) => void;
  readonly log: (line: string) => void;
}

/**
 * Starts everything, portal first; what was started is stopped again when a later part fails.
 *
 * @throws StartProblem with one sentence and its remedy
 */
export async function startWorld(options: WorldOptions): Promise<StartedWorld> {
  const { stateDir, log } = options;
  refuseSecond(stateDir);
  mkdirSync(stateDir, { recursive: true });
  const leftovers = await endLeftovers(stateDir);
  if (leftovers !== null) log(leftovers);
  const port = await freePort(options.port);
  const url = `http://127.0.0.1:${port}`;
  const undo: (() => Promise<void>)[] = [];
  try {
    const { tokens } = await prepareWorld(stateDir);
    const portal: Child = await startPortal({ stateDir, port, url });
    undo.push(() => portal.stop());
    options.onPortal?.(url);
    const lab = await startLab({ stateDir, log });
    undo.push(() => lab.stop());
    const agents: AgentSet = await startAgents({ stateDir, url, labSocket: lab.socketPath, tokens });
    undo.push(() => agents.stop());
    noteRunning(stateDir, { pid: process.pid, url, kernel: lab.kernel });
    return { url, stateDir, kernel: lab.kernel, stop: () => stopAll(stateDir, undo) };
  } catch (error) {
    await stopAll(stateDir, undo);
    throw error;
  }
}

function refuseSecond(stateDir: string): void {
  const running = findRunning(stateDir);
  if (running === null) return;
  throw new StartProblem(
    `Dovetail already runs here, at ${running.url} (process ${running.pid}). Stop that one first.`,
  );
}

async function stopAll(stateDir: string, undo: (() => Promise<void>)[]): Promise<void> {
  forgetRunning(stateDir);
  for (const step of undo.reverse()) await step();
  await endLeftovers(stateDir);
}
