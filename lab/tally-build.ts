import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cProgram } from "./c-program";

const SOURCES = join(dirname(dirname(fileURLToPath(import.meta.url))), "agent", "tally");

/**
 * Absolute path of the agents' tally program, compiled into `folder` (which the lab's kernel must see) if that version of
 * its sources is not there yet.
 * @throws LabError when there is no compiler, or the sources do not compile.
 */
export async function tallyProgram(folder: string): Promise<string> {
  return resolve(await cProgram("tally", SOURCES, folder));
}
