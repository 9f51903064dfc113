import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "./lab-error";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of the state directory: DOVETAIL_STATE, else `var/world` in the repository. */
export function stateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(ROOT, env.DOVETAIL_STATE ?? "var/world");
}

/** Where the lab keeps its things below a state directory. */
export function labPaths(stateDir: string) {
  const folder = join(resolve(stateDir), "lab");
  return { folder, socket: join(folder, "lab.sock"), bootLog: join(folder, "boot.log") };
}
export type LabPaths = ReturnType<typeof labPaths>;

export const KERNEL_CHOICES = ["native", "uml"] as const;
export type KernelChoice = (typeof KERNEL_CHOICES)[number];

/**
 * The kernel that DOVETAIL_LAB_KERNEL asks for, or null when the lab may choose.
 * @throws Error on any other word.
 */
export function forcedKernel(env: NodeJS.ProcessEnv = process.env): KernelChoice | null {
  const word = env.DOVETAIL_LAB_KERNEL;
  if (word === undefined || word === "") return null;
  const choice = KERNEL_CHOICES.find((known) => known === word);
  if (choice === undefined)
    throw new LabError("LAB_SETTING_WRONG", `DOVETAIL_LAB_KERNEL is "${word}": it can be "native" or "uml", or unset.`);
  return choice;
}

/** Four hexadecimal digits that tell the labs of one machine apart, by their state directories. */
export function labMark(stateDir: string): string {
  return createHash("sha256").update(resolve(stateDir)).digest("hex").slice(0, 4);
}
