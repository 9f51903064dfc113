/**
 * What a client says to the lab's daemon on its unix socket, and what it hears: one JSON value a line, one command a
 * connection. The first line from the client is the request; later lines may only ask it to stop. A stream ends with its
 * client; a run ends by itself, or when its time is over.
 */
import { z } from "zod";

/** Octets of one command: argv and standard input together stay below it, so that a lost client cannot fill memory. */
export const REQUEST_MAX_OCTETS = 32 * 1024 * 1024;

const argv = z.array(z.string().refine((word) => !word.includes("\0"), "an argument cannot hold a NUL")).min(1);
/** null: the kernel's first namespace. */
const namespace = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
  .nullable();

export const executorRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("describe") }),
  z.object({
    kind: z.literal("run"),
    argv,
    namespace,
    stdin: z.string().optional(),
    timeoutMs: z.number().int().positive().optional(),
  }),
  z.object({ kind: z.literal("stream"), argv, namespace }),
]);
export type ExecutorRequest = z.infer<typeof executorRequest>;

export const executorStop = z.object({ kind: z.literal("stop") });

export const executorReply = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("described"),
    kernel: z.string(),
    why: z.string(),
    pid: z.number().int(),
    /** As of Executor. */
    namespacePrefix: z.string().optional(),
  }),
  z.object({ kind: z.literal("result"), status: z.number().int(), stdout: z.string(), stderr: z.string() }),
  z.object({ kind: z.literal("started") }),
  /** Base64. */
  z.object({ kind: z.literal("stdout"), data: z.string() }),
  z.object({ kind: z.literal("stderr"), data: z.string() }),
  z.object({ kind: z.literal("end"), status: z.number().int() }),
  z.object({ kind: z.literal("refused"), code: z.string(), message: z.string() }),
]);
export type ExecutorReply = z.infer<typeof executorReply>;
