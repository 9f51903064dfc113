import type { NodeHealth } from "@/agent/protocol";

/** Health comes each five seconds; what is older than this is stale, in ms: three were missed. */
const STALE_MS = 16_000;
/** Waiting for a CPU: runnable processes for each core, over a minute. */
const LOAD_A_CORE = 2;
/** Shares of memory and of the disk below which a computer is short of it. */
const MEMORY_SHARE = 0.05;
const DISK_SHARE = 0.05;

export type NodeState = "well" | "strained" | "stale" | "unheard";

/** What a computer is short of, by the part's name in the seed's FIG. 9; empty when it is well. */
export function strainsOf({ cpu, memory, disk }: NodeHealth): ("cpu" | "memory" | "disk")[] {
  return [
    ...(cpu.loadOneMinute > LOAD_A_CORE * cpu.cores ? (["cpu"] as const) : []),
    ...(memory.available < MEMORY_SHARE * memory.total ? (["memory"] as const) : []),
    ...(disk.free < DISK_SHARE * disk.total ? (["disk"] as const) : []),
  ];
}

/** How a node stands by what it said last, `ageMs` ago; null when it never said anything. */
export function nodeStateOf(last: { ageMs: number; health: NodeHealth } | null): NodeState {
  if (last === null) return "unheard";
  if (last.ageMs > STALE_MS) return "stale";
  return strainsOf(last.health).length > 0 ? "strained" : "well";
}
