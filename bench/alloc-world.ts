import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lte, sql } from "drizzle-orm";
import { type Database, migrateDatabase, openDatabase } from "@/db/client";
import { hostTag } from "@/db/schema/datacenter";
import { newId } from "@/server/domain/id";
import { createLiveStore } from "@/server/live/create-live-store";
import type { Actor, ServiceContext } from "@/server/services/context";
import { createDatacenter } from "@/server/services/datacenter/create";
import { registerRack } from "@/server/services/rack/register";
import { createTenant } from "@/server/services/tenant/create-tenant";
import { declareVlans } from "@/server/services/vlan/declare";

/** Customer tags under one host tag. */
export const PAIRS_A_HOST_TAG = 4094;
/** Orders under way at the same time. */
export const WAITING = 64;

/** A portal's database on this machine's disk, as filled as asked, in which one tenant declares VLANs. */
export interface AllocWorld {
  readonly db: Database;
  readonly file: string;
  /** Registers a rack and gives what declares its VLAN `vid`, one order each. */
  rack(): Promise<(vid: number) => Promise<unknown>>;
  close(): void;
}

/**
 * Makes such a world below `var/bench`, on the repository's own disk: a memory file system would sync for nothing.
 *
 * @param pairs tag pairs that are held before the first order; rounded up to whole host tags
 */
export async function openAllocWorld(pairs: number): Promise<AllocWorld> {
  const folder = temporaryFolder();
  const file = join(folder, "dovetail.db");
  migrateDatabase(file, "db/migrations");
  const db = openDatabase(file);
  const ctx = contextOf(db, { kind: "system", name: "bench" });
  const input = {
    code: "DC1",
    name: "Bench",
    place: "Here",
    hostTags: { first: 1, last: 4094 },
    datacenterTags: { first: 1000, last: 1009 },
  };
  const { id: datacenterId } = await createDatacenter({ ctx, input });
  await holdPairs(db, Math.ceil(pairs / PAIRS_A_HOST_TAG));
  const { id: tenantId } = await createTenant({ ctx, input: { name: "Bench", slug: "bench" } });
  const member = contextOf(db, { kind: "user", userId: "bench", name: "Bench", tenantId, operator: false });
  let racks = 0;
  return {
    db,
    file,
    async rack() {
      racks += 1;
      const rack = { name: `rack ${racks}`, datacenterId, kind: "physical" as const };
      const { id: rackId } = await registerRack({ ctx: member, input: rack });
      return (vid) => declareVlans({ ctx: member, input: { rackId, vids: String(vid) } });
    },
    close() {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A new folder on the repository's disk; its maker removes it. */
export function temporaryFolder(): string {
  mkdirSync("var/bench", { recursive: true });
  return mkdtempSync("var/bench/alloc-");
}

function contextOf(db: Database, actor: Actor): ServiceContext {
  return { db, live: createLiveStore(), actor, now: Date.now, newId, requestId: "bench" };
}

/** Holds every pair of the first host tags, as years of orders would. */
async function holdPairs(db: Database, hostTags: number): Promise<void> {
  if (hostTags === 0) return;
  await db.transact(async (tx) => {
    const full = { state: "held" as const, nextCustomerTag: PAIRS_A_HOST_TAG + 1 };
    await tx.update(hostTag).set(full).where(lte(hostTag.tag, hostTags));
    tx.run(sql`
      with recursive
        s(tag) as (select 1 union all select tag + 1 from s where tag < ${hostTags}),
        c(tag) as (select 1 union all select tag + 1 from c where tag < ${PAIRS_A_HOST_TAG})
      insert into tag_pair (host_tag, customer_tag, state, held_at) select s.tag, c.tag, 'held', 0 from s, c`);
  });
}
