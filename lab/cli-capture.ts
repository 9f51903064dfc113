import { createWriteStream } from "node:fs";
import { resolve as resolvePath } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { socketExecutor } from "@/agent/executor-socket";
import { tcpdumpArgv } from "./capture";
import { UsageError } from "./cli-usage";
import { deviceNamed, switchNamed } from "./naming";
import { labPaths, stateDirectory } from "./state";
import { switchNamespace, WORLD } from "./world";

/** `capture SWITCH PORT [-c N] [-w FILE] [FILTER ...]` */
export async function captureCommand(words: readonly string[]): Promise<number> {
  const { namespace, device, count, file, filter } = parse(words);
  const raw = file !== undefined;
  const argv = tcpdumpArgv({ device, count, filter, decoded: !raw });
  const executor = await socketExecutor(labPaths(stateDirectory()).socket, namespace);
  const out = raw && file !== "-" ? createWriteStream(resolvePath(callersFolder(), file)) : process.stdout;
  const status = await pass(out, (options) => executor.stream(argv, options));
  if (out === process.stdout) return status;
  out.end();
  await finished(out);
  return status;
}

function parse(words: readonly string[]) {
  const { values, positionals } = parseWords(words);
  const [switchWord = "", portWord = "", ...filter] = positionals;
  const found = switchNamed(WORLD, switchWord);
  if (found === null) throw new UsageError(`"${switchWord}" is no switch of the lab.`);
  const device = deviceNamed(portWord);
  if (device === null) throw new UsageError(`"${portWord}" is no port: write 1, p-1, a-1, b-1 or l-31.`);
  const count = values.count === undefined ? undefined : Number(values.count);
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) throw new UsageError("-c takes a whole number.");
  return { namespace: switchNamespace(found.code), device, count, file: values.write, filter };
}

function parseWords(words: readonly string[]) {
  const options = { count: { type: "string", short: "c" }, write: { type: "string", short: "w" } } as const;
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** npm changes into the package's folder; a relative file name means the caller's. */
function callersFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

interface PassOptions {
  onStdout(chunk: Buffer): void;
  onStderr(chunk: Buffer): void;
  onEnd(status: number): void;
}

/** Output passes to `out`, words to standard error; Ctrl-C ends the capture in good order. */
function pass(out: Writable, start: (options: PassOptions) => Promise<{ stop(): void }>): Promise<number> {
  return new Promise((resolve, reject) => {
    const onStderr = (chunk: Buffer) => void process.stderr.write(chunk);
    const handle = start({ onStdout: (chunk) => void out.write(chunk), onStderr, onEnd: resolve });
    handle.then((running) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => running.stop());
    }, reject);
  });
}
