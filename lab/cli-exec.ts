import { text } from "node:stream/consumers";
import { socketExecutor } from "@/agent/executor-socket";
import { namespaceFrom, UsageError } from "./cli-usage";
import { labPaths, stateDirectory } from "./state";

/** With standard input given, a command may take a day. */
const DAY_MS = 86_400_000;

/** `exec [--stdin] NAMESPACE -- COMMAND ...`: output and exit status pass through. */
export async function execCommand(words: readonly string[]): Promise<number> {
  const withInput = words[0] === "--stdin";
  const [namespaceWord, dashes, ...argv] = withInput ? words.slice(1) : words;
  const namespace = namespaceFrom(namespaceWord);
  if (dashes !== "--" || argv.length === 0) throw new UsageError("Write: exec NAMESPACE -- COMMAND ...");
  const socketPath = labPaths(stateDirectory()).socket;
  return withInput ? runWithInput(socketPath, namespace, argv) : streamCommand(socketPath, namespace, argv);
}

async function runWithInput(socketPath: string, namespace: string, argv: readonly string[]): Promise<number> {
  const executor = await socketExecutor(socketPath, namespace);
  const result = await executor.run(argv, { stdin: await text(process.stdin), timeoutMs: DAY_MS });
  process.stdout.write(result.stdout);
  process.stderr.write(result.stderr);
  return result.status;
}

/** Runs a command whose output goes straight to ours; Ctrl-C ends it there. */
async function streamCommand(socketPath: string, namespace: string, argv: readonly string[]): Promise<number> {
  const executor = await socketExecutor(socketPath, namespace);
  return new Promise((resolve, reject) => {
    const handle = executor.stream(argv, {
      onStdout: (chunk) => void process.stdout.write(chunk),
      onStderr: (chunk) => void process.stderr.write(chunk),
      onEnd: resolve,
    });
    handle.then((running) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => running.stop());
    }, reject);
  });
}
