/** `npm run lab -- COMMAND`: the lab from a terminal. Exit status 2: the command line, or the lab, is not there. */
import { ExecutorUnavailable } from "@/agent/executor-unavailable";
import { captureCommand } from "./cli-capture";
import { execCommand } from "./cli-exec";
import { statusCommand } from "./cli-status";
import { upCommand } from "./cli-up";
import { UsageError } from "./cli-usage";
import { labPaths, stateDirectory } from "./state";

const HELP = `The lab: the demo world on a real kernel.

  npm run lab -- status                            which kernel and why; switches, ports and their link state
  npm run -s lab -- exec NAMESPACE -- COMMAND ...  runs a command there; output and exit status pass through
                                                   NAMESPACE is a machine (102A), a switch (116 or sw-116)
                                                   exec --stdin NAMESPACE -- ... gives it this standard input
  npm run lab -- capture SWITCH PORT [-c N] [-w FILE] [FILTER ...]
                                                   PORT is a number (1 is p-1) or a kernel name: p-1, a-1, b-1, l-31
                                                   FILE is a pcap file, "-" is standard output; without -w: decoded
  npm run lab -- up                                runs the lab alone in the foreground until Ctrl-C
  npm run lab -- help

The state directory is var/world, or what DOVETAIL_STATE says.
DOVETAIL_LAB_KERNEL=native or uml forces the kernel.
`;

const COMMANDS: Readonly<Record<string, (words: readonly string[]) => Promise<number>>> = {
  status: statusCommand,
  exec: execCommand,
  capture: captureCommand,
  up: upCommand,
  async help() {
    process.stdout.write(HELP);
    return 0;
  },
};

async function main(words: readonly string[]): Promise<number> {
  const [name = "help", ...rest] = words;
  const command = COMMANDS[name];
  try {
    if (command === undefined) throw new UsageError(`"${name}" is no command of the lab.`);
    return await command(rest);
  } catch (error) {
    if (error instanceof UsageError) return complain(`${error.message} See: npm run lab -- help`, 2);
    if (error instanceof ExecutorUnavailable) return complain(notRunning(), 2);
    return complain(error instanceof Error ? error.message : String(error), 1);
  }
}

function notRunning(): string {
  const { folder } = labPaths(stateDirectory());
  return `No lab runs in ${folder}. Start the world with "npm start", or the lab alone with "npm run lab -- up".`;
}

function complain(sentence: string, status: number): number {
  process.stderr.write(`${sentence}\n`);
  return status;
}

process.exitCode = await main(process.argv.slice(2));
