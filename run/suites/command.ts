import { spawn } from "node:child_process";
import type { SuiteResult } from "./summary";

/** Runs a program of this repository with its output shown; gives its exit status (1 when a signal ended it). */
export function runProgram(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const [program = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? 1));
  });
}

/** A check that passes or fails as a whole. */
export async function runCheck(name: string, argv: readonly string[]): Promise<SuiteResult> {
  const begun = Date.now();
  const status = await runProgram(argv);
  return { name, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, seconds: (Date.now() - begun) / 1000 };
}

/** Path of a program that a Node module brings. */
export function moduleProgram(name: string): string {
  return `node_modules/.bin/${name}`;
}
