import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { WORLD } from "@/lab/world";
import { newId } from "@/server/domain/id";
import { createLiveStore } from "@/server/live/create-live-store";
import { agentToken, tokenHash } from "@/server/secret";
import { recordAudit } from "@/server/services/audit/record";
import type { Actor, ServiceContext } from "@/server/services/context";
import type { Database } from "./client";
import { audit } from "./schema/audit";
import { seedFabric } from "./seed/fabric";
import { seedOrders } from "./seed/orders";
import { seedPeople } from "./seed/people";

/** Subject of the audit entry that closes a seeding: with it the demo world is whole. */
const DEMO_WORLD = "demo-world";

/**
 * Puts the demo world into a migrated database, by the verbs that people use. Does nothing where it is whole already,
 * whatever people have changed since; goes on where an earlier run was cut off.
 *
 * @param options.secret the world's secret (`worldSecret`), from which the agents' tokens derive
 * @returns the token of each switch's agent, by switch code; the same at every call
 */
export async function seedDemoWorld(options: {
  db: Database;
  secret: string;
}): Promise<{ tokens: Readonly<Record<string, string>> }> {
  const { db, secret } = options;
  const live = createLiveStore();
  const contextOf = (actor: Actor): ServiceContext => {
    return { db, live, actor, now: Date.now, newId, requestId: randomUUID() };
  };
  const system = contextOf({ kind: "system", name: "Demo world" });
  if (!(await isWhole(db))) {
    const people = await seedPeople(system);
    await seedFabric(system, (code) => tokenHash(agentToken(secret, code)));
    await seedOrders((who) => contextOf(people[who]));
    const change = { action: "world.seed", subjectId: DEMO_WORLD, tenantId: null };
    await db.transact((tx) => recordAudit(tx, system, change));
  }
  return { tokens: Object.fromEntries(WORLD.switches.map(({ code }) => [code, agentToken(secret, code)])) };
}

async function isWhole(db: Database): Promise<boolean> {
  const [closed] = await db.read.select({ id: audit.id }).from(audit).where(eq(audit.subjectId, DEMO_WORLD)).limit(1);
  return closed !== undefined;
}
