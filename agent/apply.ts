/** Applies a plan in batches, as few processes as possible, and says exactly which line failed. */
import type { Executor } from "./executor";
import { batchCommand, operationLines, type Tool } from "./iproute-write";
import type { Operation } from "./operation";
import { restsOn } from "./scope";

export interface Failure {
  readonly operation: Operation;
  /** The line that the kernel refused. */
  readonly line: string;
  /** What the program said. */
  readonly error: string;
}

export interface Outcome {
  readonly applied: readonly Operation[];
  readonly failures: readonly Failure[];
  /** Left out because something that they rest on failed. */
  readonly skipped: readonly Operation[];
}

/** Answers of the kernel that can pass by themselves; everything else is tried once. */
const TRANSIENT = ["Device or resource busy", "Resource temporarily unavailable", "Interrupted system call"];
const TRANSIENT_TRIES = 3;

/**
 * Applies operations in their order. A failure holds back what follows for the same object and for what
 * rests on it, never what belongs to others.
 */
export async function applyOperations(executor: Executor, operations: readonly Operation[]): Promise<Outcome> {
  const applied: Operation[] = [];
  const failures: Failure[] = [];
  const skipped: Operation[] = [];
  let rest = [...operations];
  let tries = 0;
  while (rest.length > 0) {
    const batch = nextBatch(rest);
    const failed = await runBatch(executor, batch);
    if (failed === null) {
      applied.push(...batch.operations);
      rest = rest.slice(batch.operations.length);
      continue;
    }
    applied.push(...rest.slice(0, failed.index));
    rest = rest.slice(failed.index);
    tries = failed.index === 0 ? tries + 1 : 1;
    if (isTransient(failed.failure.error) && tries < TRANSIENT_TRIES) continue;
    tries = 0;
    failures.push(failed.failure);
    const held = rest.slice(1).filter((operation) => restsOn(operation.scope, failed.failure.operation.scope));
    skipped.push(...held);
    rest = rest.slice(1).filter((operation) => !held.includes(operation));
  }
  return { applied, failures, skipped };
}

interface Batch {
  readonly tool: Tool;
  readonly operations: readonly Operation[];
  /** Each line with the operation that it belongs to. */
  readonly lines: readonly { readonly text: string; readonly index: number }[];
}

/** One program gets at most so many operations, so that none runs into the time that a command may take. */
const MOST_AT_ONCE = 4_000;

/** The longest start of the operations that one program can do. */
function nextBatch(operations: readonly Operation[]): Batch {
  const parts = operations.slice(0, MOST_AT_ONCE).map(operationLines);
  const tool = parts[0]?.tool ?? "ip";
  const end = parts.findIndex((part) => part.tool !== tool);
  const own = end === -1 ? parts : parts.slice(0, end);
  const lines = own.flatMap((part, index) => part.lines.map((text) => ({ text, index })));
  return { tool, operations: operations.slice(0, own.length), lines };
}

async function runBatch(executor: Executor, batch: Batch): Promise<{ index: number; failure: Failure } | null> {
  const stdin = `${batch.lines.map((line) => line.text).join("\n")}\n`;
  const result = await executor.run(batchCommand(batch.tool), { stdin });
  if (result.status === 0) return null;
  const number = Number(/Command failed -:(\d+)/.exec(result.stderr)?.[1] ?? 1);
  const line = batch.lines[number - 1] ?? { text: batchCommand(batch.tool).join(" "), index: 0 };
  const operation = batch.operations[line.index];
  if (operation === undefined) throw new Error("A batch without operations was run: nextBatch never makes one.");
  return { index: line.index, failure: { operation, line: line.text, error: refusal(result.stderr, result.status) } };
}

function refusal(stderr: string, status: number): string {
  const said = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^Command failed|^We have an error talking/.test(line));
  return said.join("; ").slice(0, 300) || `ended with ${status}`;
}

function isTransient(error: string): boolean {
  return TRANSIENT.some((text) => error.includes(text));
}
