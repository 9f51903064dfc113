import { connect, type Socket } from "node:net";
import type { Executor, RunOptions, RunResult, StreamHandle, StreamOptions } from "./executor";
import { lineSplitter } from "./executor-lines";
import { orOwn } from "./executor-namespace";
import { type ExecutorReply, type ExecutorRequest, executorReply, REQUEST_MAX_OCTETS } from "./executor-protocol";
import { ExecutorUnavailable } from "./executor-unavailable";

/**
 * Commands in the lab's kernel, through the unix socket of its daemon. `namespace` is the executor's own; each command
 * has a connection of its own, so a daemon that comes back is used again at the next call.
 * @throws ExecutorUnavailable when the daemon is away; `run` and `stream` reject with it likewise.
 */
export async function socketExecutor(socketPath: string, namespace: string | null): Promise<Executor> {
  const { kernel, namespacePrefix } = await describeLab(socketPath);
  return {
    kernel,
    namespacePrefix,
    run: (argv, options = {}) => run(socketPath, argv, orOwn(options.namespace, namespace), options),
    stream: (argv, options) => stream(socketPath, argv, orOwn(options.namespace, namespace), options),
  };
}

/** What runs behind the socket, in words. */
export async function describeLab(socketPath: string): Promise<Extract<ExecutorReply, { kind: "described" }>> {
  const reply = await ask(socketPath, { kind: "describe" });
  if (reply.kind !== "described") throw unexpected(reply);
  return reply;
}

async function run(
  socketPath: string,
  argv: readonly string[],
  namespace: string | null,
  options: RunOptions,
): Promise<RunResult> {
  const { stdin, timeoutMs } = options;
  const reply = await ask(socketPath, { kind: "run", argv: [...argv], namespace, stdin, timeoutMs });
  if (reply.kind !== "result") throw unexpected(reply);
  return { status: reply.status, stdout: reply.stdout, stderr: reply.stderr };
}

function ask(socketPath: string, request: ExecutorRequest): Promise<ExecutorReply> {
  return new Promise((resolve, reject) => {
    converse(socketPath, request, {
      onReply(reply, socket) {
        socket.destroy();
        resolve(reply);
      },
      onAway: reject,
    });
  });
}

function stream(
  socketPath: string,
  argv: readonly string[],
  namespace: string | null,
  options: StreamOptions,
): Promise<StreamHandle> {
  return new Promise((resolve, reject) => {
    let ended = false;
    let started = false;
    const finish = (status: number) => {
      if (ended) return;
      ended = true;
      options.onEnd(status);
    };
    const onReply = (reply: ExecutorReply, socket: Socket) => {
      if (reply.kind === "stdout") return options.onStdout(Buffer.from(reply.data, "base64"));
      if (reply.kind === "stderr") return options.onStderr?.(Buffer.from(reply.data, "base64"));
      if (reply.kind === "started") {
        started = true;
        return resolve({ stop: () => void socket.write(`${JSON.stringify({ kind: "stop" })}\n`) });
      }
      socket.destroy();
      if (reply.kind === "end") return finish(reply.status);
      return reject(unexpected(reply));
    };
    const onAway = (error: ExecutorUnavailable) => {
      if (ended) return;
      if (!started) return reject(error);
      options.onStderr?.(Buffer.from(`${error.message}\n`));
      return finish(STATUS_AWAY);
    };
    converse(socketPath, { kind: "stream", argv: [...argv], namespace }, { onReply, onAway });
  });
}

/** Status of a stream whose daemon went away: as if SIGHUP had ended it. */
const STATUS_AWAY = 129;

interface Conversation {
  onReply(reply: ExecutorReply, socket: Socket): void;
  onAway(error: ExecutorUnavailable): void;
}

function converse(socketPath: string, request: ExecutorRequest, { onReply, onAway }: Conversation): void {
  const socket = connect(socketPath);
  const away = (cause?: unknown) =>
    onAway(new ExecutorUnavailable(`No lab answers at ${socketPath}. Start it, then try again.`, { cause }));
  const onLine = (line: string) => {
    if (!socket.destroyed) onReply(executorReply.parse(JSON.parse(line)), socket);
  };
  const split = lineSplitter(onLine, REQUEST_MAX_OCTETS * 2);
  socket.on("data", (chunk) => {
    try {
      split(chunk);
    } catch (error) {
      socket.destroy(error instanceof Error ? error : undefined);
    }
  });
  socket.once("error", away);
  socket.once("close", () => away());
  socket.write(`${JSON.stringify(request)}\n`);
}

function unexpected(reply: ExecutorReply): Error {
  if (reply.kind === "refused" && reply.code === "EXECUTOR_UNAVAILABLE") return new ExecutorUnavailable(reply.message);
  if (reply.kind === "refused") return new Error(`${reply.message} (${reply.code})`);
  return new Error(`The lab's daemon answered "${reply.kind}" where another reply belongs.`);
}
