import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database, Queryable } from "./client";
import { tenant } from "./schema/tenant";
import { openTestDatabase } from "./test-database";

let db: Database;

beforeEach(() => {
  db = openTestDatabase();
});

afterEach(() => db.close());

function insert(tx: Queryable, id: string) {
  return tx.insert(tenant).values({ id, slug: id, name: id, createdAt: 1 });
}

async function ids(): Promise<string[]> {
  const rows = await db.read.select().from(tenant);
  return rows.map(({ id }) => id).sort();
}

test("of units that share a commit, a failing one is undone and its neighbours stay", async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 9 }, (_, index) =>
      db.transact(async (tx) => {
        await insert(tx, `t${index}`);
        if (index % 3 === 1) throw new Error(`unit ${index} fails`);
        return index;
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(
    Array.from({ length: 9 }, (_, index) => (index % 3 === 1 ? "rejected" : "fulfilled")),
  );
  expect(await ids()).toEqual(["t0", "t2", "t3", "t5", "t6", "t8"]);
});

test("a unit that breaks a constraint fails with it, and what it wrote before is gone", async () => {
  await db.transact((tx) => insert(tx, "one"));
  const broken = db.transact(async (tx) => {
    await insert(tx, "two");
    await insert(tx, "one");
  });
  const next = db.transact((tx) => insert(tx, "three"));
  await expect(broken).rejects.toThrow();
  await next;
  expect(await ids()).toEqual(["one", "three"]);
});

test("when SQLite rolls back by itself, every unit of that commit fails and none of them leaves anything", async () => {
  await db.transact((tx) => insert(tx, "taken"));
  const outcomes = await Promise.allSettled([
    db.transact((tx) => insert(tx, "before")),
    db.transact(async (tx) => tx.run(sql`insert or rollback into tenant values ('taken', 'taken', 'taken', 1)`)),
    db.transact((tx) => insert(tx, "after")),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await ids()).toEqual(["taken"]);
  await db.transact((tx) => insert(tx, "next"));
  expect(await ids()).toEqual(["next", "taken"]);
});

test("a unit's rows are seen by others when its promise resolves and not before", async () => {
  const order: string[] = [];
  const unit = db.transact(async (tx) => {
    await insert(tx, "one");
    order.push(`inside ${(await ids()).length}`);
  });
  await unit;
  order.push(`after ${(await ids()).length}`);
  expect(order).toEqual(["inside 0", "after 1"]);
});

test("more units than one group holds all run, in the order in which they were asked for", async () => {
  const done: number[] = [];
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      db.transact(async (tx) => {
        await insert(tx, `t${index}`);
        done.push(index);
      }),
    ),
  );
  expect(done).toEqual(Array.from({ length: 200 }, (_, index) => index));
  expect(await ids()).toHaveLength(200);
});

test("a unit sees what the units before it wrote", async () => {
  await db.transact((tx) => tx.insert(tenant).values({ id: "n", slug: "n", name: "0", createdAt: 1 }));
  await Promise.all(
    Array.from({ length: 64 }, () =>
      db.transact(async (tx) => {
        const [row] = await tx.select().from(tenant).where(eq(tenant.id, "n"));
        await tx.update(tenant).set({ name: String(Number(row?.name) + 1) });
      }),
    ),
  );
  const [row] = await db.read.select().from(tenant);
  expect(row?.name).toBe("64");
});

test("readers cannot write", async () => {
  expect(() => insert(db.read, "x").run()).toThrow();
});
