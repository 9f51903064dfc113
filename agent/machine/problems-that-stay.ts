import type { MachineReport, Problem } from "../protocol";

/**
 * Without the cables that are missed only because the machine at the end is being made, or has been since the switch was
 * last read. Pure.
 */
export function problemsThatStay(problems: readonly Problem[], machines: readonly MachineReport[]): Problem[] {
  const coming = new Set(machines.filter(({ state }) => state !== "failed").map(({ port }) => `port ${port}`));
  return problems.filter(({ object, code }) => code !== "unknown_port" || !coming.has(object));
}
