import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until";

/** A process that was told to end has so long, in ms. */
const END_WITHIN_MS = 5_000;
/** Field 22 of /proc/PID/stat (proc(5)): when the process started. With the id it names one process for ever. */
const START_TIME_FIELD = 22;

/** Notes a process of this world, so that it can be found again if we are killed. */
export function noteProcess(stateDir: string, name: string, pid: number): void {
  mkdirSync(folderOf(stateDir), { recursive: true });
  writeFileSync(join(folderOf(stateDir), name), `${pid} ${startTimeOf(pid) ?? "gone"}`);
}

/**
 * Ends what an earlier start on this state directory left running when it was killed, and nothing else.
 *
 * @returns a sentence for people, or null when there was nothing
 */
export async function endLeftovers(stateDir: string): Promise<string | null> {
  const left = notedProcesses(stateDir).filter(({ pid, startTime }) => startTimeOf(pid) === startTime);
  for (const { pid } of left) process.kill(pid, "SIGTERM");
  for (const { pid, startTime } of left) await gone(pid, startTime);
  rmSync(folderOf(stateDir), { recursive: true, force: true });
  if (left.length === 0) return null;
  const names = left.map(({ name, pid }) => `${name} (process ${pid})`).join(", ");
  return `An earlier start was killed and left ${names} running: ended.`;
}

function folderOf(stateDir: string): string {
  return join(stateDir, "run");
}

function notedProcesses(stateDir: string): { name: string; pid: number; startTime: string }[] {
  try {
    return readdirSync(folderOf(stateDir)).map((name) => {
      const [pid = "", startTime = ""] = readFileSync(join(folderOf(stateDir), name), "utf8").split(" ");
      return { name, pid: Number(pid), startTime };
    });
  } catch {
    return [];
  }
}

async function gone(pid: number, startTime: string): Promise<void> {
  const look = async () => (startTimeOf(pid) === startTime ? null : true);
  await until(`process ${pid} to end`, END_WITHIN_MS, look).catch(() => process.kill(pid, "SIGKILL"));
}

/** Null when there is no such process. The program's name, second, may hold spaces and ends with the last parenthesis. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isDead = afterName[0] === "Z";
    return isDead ? null : (afterName[START_TIME_FIELD - 3] ?? null);
  } catch {
    return null;
  }
}
