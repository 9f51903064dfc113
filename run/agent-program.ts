import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const MAIN = join(dirname(dirname(fileURLToPath(import.meta.url))), "agent", "main.ts");

/** A program as it is started. */
export interface Command {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * An agent lives beside others on a switch: its memory counts more than its speed. It holds little, and each second makes
 * much that is soon over, which is given back at once.
 */
const FLAGS = ["--optimize-for-size", "--single-threaded-gc", "--max-semi-space-size=1"];
const ENVIRONMENT = { MALLOC_ARENA_MAX: "1", MALLOC_MMAP_THRESHOLD_: "32768" };

/**
 * Builds the agent into one file in `folder`, without a compiler at its side that would take as much memory as itself.
 *
 * @returns the command that runs it; arguments of its own follow, e.g. `--config FILE`
 */
export async function agentCommand(folder: string): Promise<Command> {
  mkdirSync(folder, { recursive: true });
  const program = resolve(folder, "agent.cjs");
  await build({
    ...{ entryPoints: [MAIN], outfile: program, bundle: true },
    ...{ platform: "node", format: "cjs", logLevel: "error" },
  });
  return { argv: [process.execPath, ...FLAGS, program], env: ENVIRONMENT };
}
