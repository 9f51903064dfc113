import { type ChildProcess, spawn } from "node:child_process";
import { constants, release } from "node:os";
import type { Executor, RunOptions, RunResult, StreamHandle, StreamOptions } from "./executor";
import { orOwn } from "./executor-namespace";

const DEFAULT_TIMEOUT_MS = 30_000;
/** After SIGTERM a command has so many ms before SIGKILL. */
const GRACE_MS = 2_000;
/** As `env` and shells say it: the program was not found, or cannot be started. */
const NOT_FOUND = 127;
const NOT_STARTED = 126;

/** Commands on this kernel; `namespace`, if given, is the executor's own. A namespace is entered by `ip netns exec`. */
export function localExecutor(options: { namespace?: string } = {}): Executor {
  const place = (argv: readonly string[], namespace: string | null | undefined) =>
    inNamespaceArgv(argv, orOwn(namespace, options.namespace));
  return {
    kernel: `this kernel ${release()}`,
    run: (argv, runOptions = {}) => run(place(argv, runOptions.namespace), runOptions),
    stream: (argv, streamOptions) => stream(place(argv, streamOptions.namespace), streamOptions),
  };
}

/** The argv that runs `argv` inside a namespace of this kernel; without one, where we are: the first, unless we were put elsewhere. */
export function inNamespaceArgv(argv: readonly string[], namespace: string | null | undefined): string[] {
  if (namespace === undefined || namespace === null) return [...argv];
  return ["ip", "netns", "exec", namespace, ...argv];
}

function run(argv: readonly string[], options: RunOptions): Promise<RunResult> {
  const child = start(argv, options.stdin !== undefined);
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  const timer = setTimeout(() => end(child), options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  feed(child, options.stdin);
  return new Promise((resolve) => {
    onEnd(child, (status, failure) => {
      clearTimeout(timer);
      resolve({ status, stdout: out().toString("utf8"), stderr: err().toString("utf8") + failure });
    });
  });
}

async function stream(argv: readonly string[], options: StreamOptions): Promise<StreamHandle> {
  const child = start(argv, false);
  child.stdout?.on("data", options.onStdout);
  child.stderr?.on("data", (chunk: Buffer) => options.onStderr?.(chunk));
  onEnd(child, (status, failure) => {
    if (failure !== "") options.onStderr?.(Buffer.from(failure));
    options.onEnd(status);
  });
  return { stop: () => end(child) };
}

function start(argv: readonly string[], withInput: boolean): ChildProcess {
  const [program = "", ...rest] = argv;
  return spawn(program, rest, { cwd: "/", stdio: [withInput ? "pipe" : "ignore", "pipe", "pipe"] });
}

/** A command may end without reading its input; that is no fault of ours. */
function feed(child: ChildProcess, text: string | undefined): void {
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(text ?? "");
}

function collect(readable: NodeJS.ReadableStream | null): () => Buffer {
  const chunks: Buffer[] = [];
  readable?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks);
}

function onEnd(child: ChildProcess, done: (status: number, failure: string) => void): void {
  child.once("error", (error: NodeJS.ErrnoException) => {
    if (child.pid === undefined) done(error.code === "ENOENT" ? NOT_FOUND : NOT_STARTED, `${error.message}\n`);
  });
  child.once("close", (code, signal) => {
    if (child.pid !== undefined) done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]), "");
  });
}

function end(child: ChildProcess): void {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  child.once("close", () => clearTimeout(timer));
}
