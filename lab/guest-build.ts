import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cProgram } from "./c-program";

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "guest");

/**
 * Path of the guest's process 1, compiled into `folder` if that version of its source is not there yet.
 * @throws LabError when there is no compiler, or the source does not compile.
 */
export function guestProgram(folder: string): Promise<string> {
  return cProgram("guest", SOURCES, folder);
}
