import { and, asc, eq, isNull, lte } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { hostTag } from "@/db/schema/datacenter";
import { ALLOCATION_RULES, type AllocationRules } from "../../domain/tag-allocation";
import { ServiceError } from "../../errors";
import { restsUntil } from "./rest";

/**
 * Gives a client system its host tag, in the transaction that registers it: the lowest of the datacenter's range that
 * nobody ever had, else the one released longest ago whose quarantine is over. One index seek each.
 *
 * @param now ms since 1970
 * @throws ServiceError "exhausted"
 */
export async function allocateHostTag(
  tx: Queryable,
  datacenter: { id: string; code: string },
  now: number,
  rules: AllocationRules = ALLOCATION_RULES,
): Promise<number> {
  const tag =
    (await lowestFree(tx, datacenter.id)) ?? (await longestRested(tx, datacenter.id, now - rules.quarantineMs));
  if (tag === null) throw await exhausted(tx, datacenter, rules);
  await tx.update(hostTag).set({ state: "held", releasedAt: null }).where(eq(hostTag.tag, tag));
  return tag;
}

/** Lets a host tag rest from `now` on, ms since 1970. The pairs under it rest with it. */
export async function releaseHostTag(tx: Queryable, tag: number, now: number): Promise<void> {
  await tx.update(hostTag).set({ state: "quarantined", releasedAt: now }).where(eq(hostTag.tag, tag));
}

async function lowestFree(tx: Queryable, datacenterId: string): Promise<number | null> {
  const [row] = await tx
    .select({ tag: hostTag.tag })
    .from(hostTag)
    // A free tag has no releasedAt; saying so lets the index give the lowest one at once.
    .where(and(eq(hostTag.datacenterId, datacenterId), eq(hostTag.state, "free"), isNull(hostTag.releasedAt)))
    .orderBy(asc(hostTag.tag))
    .limit(1);
  return row?.tag ?? null;
}

async function longestRested(tx: Queryable, datacenterId: string, releasedBy: number): Promise<number | null> {
  const [row] = await tx
    .select({ tag: hostTag.tag })
    .from(hostTag)
    .where(and(resting(datacenterId), lte(hostTag.releasedAt, releasedBy)))
    .orderBy(asc(hostTag.releasedAt), asc(hostTag.tag))
    .limit(1);
  return row?.tag ?? null;
}

async function exhausted(
  tx: Queryable,
  { id, code }: { id: string; code: string },
  rules: AllocationRules,
): Promise<ServiceError> {
  const [next] = await tx
    .select({ releasedAt: hostTag.releasedAt })
    .from(hostTag)
    .where(resting(id))
    .orderBy(asc(hostTag.releasedAt))
    .limit(1);
  return new ServiceError(
    "exhausted",
    `Every host tag of ${code} is in use or resting. ${restsUntil(next?.releasedAt ?? null, rules)}` +
      "Choose another datacenter, or release a rack there.",
    "datacenterId",
  );
}

function resting(datacenterId: string) {
  return and(eq(hostTag.datacenterId, datacenterId), eq(hostTag.state, "quarantined"));
}
