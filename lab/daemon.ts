import { chmod, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import type { Executor } from "@/agent/executor";
import { lineSplitter } from "@/agent/executor-lines";
import {
  type ExecutorReply,
  type ExecutorRequest,
  executorRequest,
  executorStop,
  REQUEST_MAX_OCTETS,
} from "@/agent/executor-protocol";
import { describeLab } from "@/agent/executor-socket";
import { ExecutorUnavailable } from "@/agent/executor-unavailable";
import { LabError } from "./lab-error";

/** Longest path that a unix socket can have (sun_path less its NUL). */
const SOCKET_PATH_MAX = 107;

/**
 * Makes sure that the socket's path is free. Returns a sentence when something stale was removed.
 * @throws Error when a lab answers there, or the path is too long.
 */
export async function claimSocket(path: string): Promise<string | null> {
  if (Buffer.byteLength(path) > SOCKET_PATH_MAX) {
    throw new LabError(
      "LAB_PATH_UNUSABLE",
      `The path ${path} is too long for a socket: set DOVETAIL_STATE to a shorter directory.`,
    );
  }
  try {
    const { pid } = await describeLab(path);
    throw new LabError(
      "LAB_RUNS_ALREADY",
      `A lab already runs here (process ${pid}): use it, stop it, or set DOVETAIL_STATE to another place.`,
    );
  } catch (error) {
    if (!(error instanceof ExecutorUnavailable)) throw error;
    const wasThere = isRefused(error.cause);
    await rm(path, { force: true });
    return wasThere ? "lab: an earlier lab ended without cleaning up; its socket was removed" : null;
  }
}

function isRefused(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
}

/** Serves an executor on a unix socket that only this user may open. */
export async function serveExecutor(
  path: string,
  executor: Executor,
  about: { kernel: string; why: string },
): Promise<{ close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    const { namespacePrefix } = executor;
    serveClient(socket, executor, { kind: "described", pid: process.pid, namespacePrefix, ...about });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** One connection: one request, then at most the wish to stop. */
function serveClient(socket: Socket, executor: Executor, description: ExecutorReply): void {
  const reply = (value: ExecutorReply) => void socket.write(`${JSON.stringify(value)}\n`);
  let onLater = (_line: string): void => undefined;
  let onFirst: ((line: string) => void) | null = (line) => {
    onFirst = null;
    const request = parseRequest(line);
    if (request.kind === "describe") reply(description);
    else if (request.kind === "run") void serveRun(request, executor, reply);
    else onLater = serveStream(request, executor, socket, reply);
  };
  const split = lineSplitter((line) => (onFirst ?? onLater)(line), REQUEST_MAX_OCTETS);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    try {
      split(chunk);
    } catch (error) {
      reply(refusal(error, "LAB_BAD_REQUEST"));
      socket.end();
    }
  });
}

function parseRequest(line: string): ExecutorRequest {
  const parsed = executorRequest.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`The lab did not understand the request: ${issue?.path.join(".")}: ${issue?.message}`);
}

type RunRequest = Extract<ExecutorRequest, { kind: "run" }>;
type StreamRequest = Extract<ExecutorRequest, { kind: "stream" }>;
type Reply = (value: ExecutorReply) => void;

async function serveRun(request: RunRequest, executor: Executor, reply: Reply): Promise<void> {
  const { argv, stdin, timeoutMs } = request;
  try {
    reply({
      kind: "result",
      ...(await executor.run(argv, { stdin, timeoutMs, namespace: request.namespace ?? undefined })),
    });
  } catch (error) {
    reply(refusal(error, "LAB_COMMAND_REFUSED"));
  }
}

/** Returns what to do with a later line: the wish to stop. The command ends with its client as well. */
function serveStream(request: StreamRequest, executor: Executor, socket: Socket, reply: Reply): (line: string) => void {
  const handle = executor.stream(request.argv, {
    namespace: request.namespace ?? undefined,
    onStdout: (chunk) => reply({ kind: "stdout", data: chunk.toString("base64") }),
    onStderr: (chunk) => reply({ kind: "stderr", data: chunk.toString("base64") }),
    onEnd(status) {
      reply({ kind: "end", status });
      socket.end();
    },
  });
  const stop = () => void handle.then((running) => running.stop()).catch(() => undefined);
  handle.then(
    () => reply({ kind: "started" }),
    (error: unknown) => reply(refusal(error, "LAB_COMMAND_REFUSED")),
  );
  socket.once("close", stop);
  return (line) => {
    executorStop.parse(JSON.parse(line));
    stop();
  };
}

function refusal(error: unknown, code: string): ExecutorReply {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "refused", code: error instanceof ExecutorUnavailable ? error.code : code, message };
}
