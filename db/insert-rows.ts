import { sql } from "drizzle-orm";
import type { SQLiteInsertValue, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Queryable } from "./client";

type Insert = { execute(values: Record<string, unknown>): PromiseLike<unknown> };

/** By connection, then table, then the columns given: one compiled statement each. */
const compiled = new WeakMap<Queryable, WeakMap<SQLiteTable, Map<string, Insert>>>();

/**
 * Inserts rows of one shape: each names the same columns. A statement is compiled once and run for each row, which is
 * quicker in SQLite than building one long statement, and no list is too long for it.
 */
export async function insertRows<Table extends SQLiteTable>(
  db: Queryable,
  table: Table,
  rows: readonly Table["$inferInsert"][],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const insert = insertInto(db, table, columns);
  for (const row of rows) await insert.execute(valuesOf(row, columns));
}

function insertInto(db: Queryable, table: SQLiteTable, columns: readonly string[]): Insert {
  const tables = compiled.get(db) ?? new WeakMap<SQLiteTable, Map<string, Insert>>();
  const shapes = tables.get(table) ?? new Map<string, Insert>();
  const shape = columns.join();
  const insert = shapes.get(shape) ?? db.insert(table).values(placeholders(columns)).prepare();
  compiled.set(db, tables.set(table, shapes.set(shape, insert)));
  return insert;
}

/** Safe as long as the names are those of a row that the table's own type has let through, which `insertRows` sees to. */
function placeholders(columns: readonly string[]): SQLiteInsertValue<SQLiteTable> {
  return Object.fromEntries(columns.map((name) => [name, sql.placeholder(name)])) as SQLiteInsertValue<SQLiteTable>;
}

/** An absent value is NULL: the driver binds no `undefined`. */
function valuesOf(row: Readonly<Record<string, unknown>>, columns: readonly string[]): Record<string, unknown> {
  if (Object.keys(row).join() !== columns.join())
    throw new Error("rows of one insert name the same columns in one order");
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}
