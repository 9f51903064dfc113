import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const MAIN = join(dirname(dirname(fileURLToPath(import.meta.url))), "agent", "main.ts");

/** An agent's memory counts more than its speed: it holds little, and makes much that is soon over. */
const FLAGS = ["--optimize-for-size", "--max-semi-space-size=4"];

/**
 * Builds the agent into one file in `folder`, without a compiler at its side that would take as much memory as itself.
 *
 * @returns the command that runs it; arguments of its own follow, e.g. `--config FILE`
 */
export async function agentCommand(folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const program = resolve(folder, "agent.cjs");
  await build({
    entryPoints: [MAIN],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
  });
  return [process.execPath, ...FLAGS, program];
}
