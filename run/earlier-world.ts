import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { databaseFileOf } from "@/server/env";

/**
 * Puts a state directory aside whose database was made by an earlier form of the schema that no migration leads on
 * from (docs/adr/0004): it is renamed, whole, and nothing of it is lost.
 *
 * @returns a sentence when it did so, else null
 */
export function putEarlierWorldAside(stateDir: string, migrationsFolder: string, now: Date): string | null {
  const file = databaseFileOf(stateDir);
  if (!existsSync(file) || isOurs(file, migrationsFolder)) return null;
  const aside = `${stateDir}-before-${now.toISOString().replaceAll(/[:.]/g, "-")}`;
  renameSync(stateDir, aside);
  return `The demo world of an earlier version was put aside as ${aside}; a new one begins. Remove it when you need it no more.`;
}

function isOurs(file: string, migrationsFolder: string): boolean {
  const first = readFileSync(join(migrationsFolder, "0000_first.sql"), "utf8");
  const database = new Sqlite(file, { readonly: true });
  try {
    const applied = firstApplied(database);
    return applied === null || applied === createHash("sha256").update(first).digest("hex");
  } finally {
    database.close();
  }
}

/** Hash of the first migration that was applied; null in a database without any. */
function firstApplied(database: Sqlite.Database): string | null {
  const table = database.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (table === undefined) return null;
  const hash: unknown = database.prepare("select hash from __drizzle_migrations order by id limit 1").pluck().get();
  return typeof hash === "string" ? hash : null;
}
