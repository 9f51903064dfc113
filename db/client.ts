import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { createTransact, type Transact } from "./transact";

/** What a query runs on: the reading connection, or the transaction it belongs to. */
export type Queryable = BetterSQLite3Database;

export interface Database {
  /** Reads see the last committed state and never wait for a writer (WAL). */
  readonly read: Queryable;
  /** The only way to write. See `createTransact`. */
  readonly transact: Transact;
  close(): void;
}

/**
 * Opens the embedded database: one writing and one reading connection, write-ahead log, every commit synced to disk.
 *
 * @param file path of the database file; its folder is made when absent
 */
export function openDatabase(file: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  const writer = connect(file);
  const reader = connect(file);
  reader.pragma("query_only = true");
  return {
    read: drizzle(reader),
    transact: createTransact(writer, drizzle(writer)),
    close() {
      reader.close();
      writer.close();
    },
  };
}

/** Brings the schema of a database file up to date; does nothing when it is. */
export function migrateDatabase(file: string, migrationsFolder: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const connection = connect(file);
  migrate(drizzle(connection), { migrationsFolder });
  connection.close();
}

function connect(file: string): Sqlite.Database {
  const connection = new Sqlite(file);
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("busy_timeout = 5000");
  return connection;
}
