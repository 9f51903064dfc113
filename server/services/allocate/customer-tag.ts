import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { prepared } from "@/db/prepared";
import { hostTag } from "@/db/schema/datacenter";
import { tagPair } from "@/db/schema/vlan";
import { ALLOCATION_RULES, type AllocationRules, takeFresh } from "../../domain/tag-allocation";
import { ServiceError } from "../../errors";
import { restsUntil } from "./rest";

/** Which customer tags an order would get under a host tag. Nothing is written until `holdCustomerTags`. */
export interface CustomerTagPlan {
  readonly hostTag: number;
  /** In the order of handing out; fewer than asked for when the pool ends. */
  readonly tags: readonly number[];
  readonly fresh: readonly number[];
  readonly recycled: readonly number[];
  /** Where the pool's cursor stands afterwards. */
  readonly cursor: number;
}

const cursorOf = prepared(["host"], (db, { host }) =>
  db.select({ next: hostTag.nextCustomerTag }).from(hostTag).where(eq(hostTag.tag, host)),
);

const moveCursor = prepared(["host", "cursor"], (db, { host, cursor }) =>
  db
    .update(hostTag)
    .set({ nextCustomerTag: sql`${cursor}` })
    .where(eq(hostTag.tag, host)),
);

/**
 * Chooses the next customer tags of a host tag: never used ones first, then those released longest ago whose quarantine
 * is over. One index seek, however many pairs there are; the same choice before a preview and in the transaction that
 * declares.
 *
 * @param now ms since 1970
 */
export async function planCustomerTags(
  db: Queryable,
  host: number,
  count: number,
  now: number,
  rules: AllocationRules = ALLOCATION_RULES,
): Promise<CustomerTagPlan> {
  const [pool] = await cursorOf(db, { host });
  if (pool === undefined) throw new Error(`no host tag ${host}`);
  const { tags: fresh, cursor } = takeFresh(pool.next, count, rules.customerTags);
  const missing = count - fresh.length;
  const recycled = missing === 0 ? [] : await rested(db, host, missing, now - rules.quarantineMs);
  return { hostTag: host, tags: [...fresh, ...recycled], fresh, recycled, cursor };
}

/** Holds the planned pairs, in the transaction in which they were planned. The primary key has the last word. */
export async function holdCustomerTags(tx: Queryable, plan: CustomerTagPlan, now: number): Promise<void> {
  const { fresh, recycled, cursor } = plan;
  if (fresh.length > 0) {
    await moveCursor(tx, { host: plan.hostTag, cursor });
    const pairs = fresh.map((customerTag) => ({
      hostTag: plan.hostTag,
      customerTag,
      state: "held" as const,
      heldAt: now,
    }));
    await insertRows(tx, tagPair, pairs);
  }
  if (recycled.length > 0) {
    await tx
      .update(tagPair)
      .set({ state: "held", heldAt: now, releasedAt: null })
      .where(and(eq(tagPair.hostTag, plan.hostTag), inArray(tagPair.customerTag, [...recycled])));
  }
}

/** Lets a pair rest from `now` on, ms since 1970. */
export async function releaseCustomerTag(
  tx: Queryable,
  pair: { hostTag: number; customerTag: number },
  now: number,
): Promise<void> {
  await tx
    .update(tagPair)
    .set({ state: "quarantined", releasedAt: now })
    .where(and(eq(tagPair.hostTag, pair.hostTag), eq(tagPair.customerTag, pair.customerTag)));
}

/** Why there is no customer tag left under a host tag, when the next one is, and what else to do. */
export async function customerTagsExhausted(
  db: Queryable,
  host: number,
  rules: AllocationRules = ALLOCATION_RULES,
): Promise<ServiceError> {
  const [next] = await db
    .select({ releasedAt: tagPair.releasedAt })
    .from(tagPair)
    .where(and(eq(tagPair.hostTag, host), eq(tagPair.state, "quarantined")))
    .orderBy(asc(tagPair.releasedAt))
    .limit(1);
  const { first, last } = rules.customerTags;
  return new ServiceError(
    "exhausted",
    `All ${last - first + 1} customer tags under host tag ${host} are in use or resting. ` +
      `${restsUntil(next?.releasedAt ?? null, rules)}Release VLANs of this rack, or register another rack: it has customer tags of its own.`,
    "vids",
  );
}

async function rested(db: Queryable, host: number, count: number, releasedBy: number): Promise<number[]> {
  const rows = await db
    .select({ tag: tagPair.customerTag })
    .from(tagPair)
    .where(and(eq(tagPair.hostTag, host), eq(tagPair.state, "quarantined"), lte(tagPair.releasedAt, releasedBy)))
    .orderBy(asc(tagPair.releasedAt))
    .limit(count);
  return rows.map(({ tag }) => tag);
}
