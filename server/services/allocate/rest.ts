import type { AllocationRules } from "../../domain/tag-allocation";

/** "The next one is free from 2031-05-02 10:00 UTC. ", or nothing when none rests. `releasedAt` in ms since 1970. */
export function restsUntil(releasedAt: number | null, rules: AllocationRules): string {
  if (releasedAt === null) return "";
  const free = new Date(releasedAt + rules.quarantineMs).toISOString();
  return `The next one that rests is free from ${free.slice(0, 10)} ${free.slice(11, 16)} UTC. `;
}
