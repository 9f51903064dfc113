import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const runningWorld = z.object({ pid: z.number(), url: z.string(), kernel: z.string() });
export type RunningWorld = z.infer<typeof runningWorld>;

function file(stateDir: string): string {
  return join(stateDir, "world.json");
}

/** The world that runs on a state directory, or null; what a killed one left behind does not count. */
export function findRunning(stateDir: string): RunningWorld | null {
  if (!existsSync(file(stateDir))) return null;
  const found = runningWorld.safeParse(parsedOrNull(readFileSync(file(stateDir), "utf8")));
  return found.success && isAlive(found.data.pid) ? found.data : null;
}

/** A note that a power cut left half written is no note. */
function parsedOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

export function noteRunning(stateDir: string, world: RunningWorld): void {
  writeFileSync(file(stateDir), JSON.stringify(world));
}

export function forgetRunning(stateDir: string): void {
  rmSync(file(stateDir), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
