import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "./client";
import { insertRows } from "./insert-rows";
import { prepared } from "./prepared";
import { user } from "./schema/auth";
import { tenant } from "./schema/tenant";
import { openTestDatabase } from "./test-database";

let db: Database;

beforeEach(() => {
  db = openTestDatabase();
});

afterEach(() => db.close());

function row(id: string) {
  return { id, slug: id, name: `'; drop table tenant; -- ${id}`, createdAt: 1 };
}

test("rows are inserted in their order, however many", async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => row(`t${index}`));
  await db.transact((tx) => insertRows(tx, tenant, rows));
  expect(await db.read.select().from(tenant)).toEqual(rows);
});

test("no rows are no statement", async () => {
  await db.transact((tx) => insertRows(tx, tenant, []));
  expect(await db.read.select().from(tenant)).toEqual([]);
});

test("values go through the column's own form, and an absent one is NULL", async () => {
  const at = new Date(1_000);
  const person = {
    id: "u",
    name: "U",
    email: "u@x.example",
    emailVerified: true,
    image: undefined,
    createdAt: at,
    updatedAt: at,
  };
  await db.transact((tx) => insertRows(tx, user, [person]));
  expect(await db.read.select().from(user)).toEqual([{ ...person, image: null }]);
});

test("rows of different shapes are refused, none is cut down to fit", async () => {
  const other = { createdAt: 1, name: "c", slug: "c", id: "c" };
  const mixed = db.transact((tx) => insertRows(tx, tenant, [row("b"), other]));
  await expect(mixed).rejects.toThrow("the same columns");
  expect(await db.read.select().from(tenant)).toEqual([]);
});

test("a prepared query runs on whichever connection asks, each time with its own values", async () => {
  const withId = prepared(["id"], (on, { id }) => on.select().from(tenant).where(eq(tenant.id, id)));
  await db.transact(async (tx) => {
    await insertRows(tx, tenant, [row("a"), row("b")]);
    expect(await withId(tx, { id: "a" })).toEqual([row("a")]);
    expect(await withId(db.read, { id: "a" })).toEqual([]);
  });
  expect(await withId(db.read, { id: "b" })).toEqual([row("b")]);
});
